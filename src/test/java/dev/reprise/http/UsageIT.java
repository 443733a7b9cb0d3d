package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.local.TestStream;
import dev.reprise.metrics.StoreUsage;
import dev.reprise.metrics.StoreUsage.Taken;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much is stored, and what the last hour cost. */
@QuarkusTest
class UsageIT {

    private static final Pattern EXAMPLE =
            Pattern.compile("```json\\n(\\{\"totalEvents\".*?)\\n```", Pattern.DOTALL);

    @Inject TestStream stream;
    @Inject StoreUsage usage;

    private static JsonNode get() {
        return Api.get("/usage").expect(200).json();
    }

    private static JsonNode events(JsonNode answer) {
        return answer.path("tables").path(0);
    }

    @Test
    void events_and_streams_are_those_of_the_feed() {
        stream.drainToFeed();
        JsonNode before = get();
        String order = Api.createOrder(3);
        Api.addItem(order, "other").expect(200);
        Api.createOrder(0);
        stream.drainToFeed();

        JsonNode after = get();
        assertThat(after.get("totalEvents").longValue() - before.get("totalEvents").longValue())
                .isEqualTo(4 + 1 + 1);
        assertThat(after.get("totalStreams").longValue() - before.get("totalStreams").longValue())
                .isEqualTo(2);
    }

    @Test
    void units_are_those_of_each_table_and_their_price_is_that_of_all() {
        BigDecimal before = events(get()).get("writeUnits").decimalValue();
        Api.createOrder(1);
        Api.createOrder(1);

        JsonNode after = get();
        assertThat(events(after).get("table").textValue()).isEqualTo("EVENTS");
        assertThat(events(after).get("writeUnits").decimalValue().subtract(before))
                .isEqualByComparingTo("2");
        for (String units : List.of("readUnits", "writeUnits")) {
            assertThat(after.path("lastHour").get(units).decimalValue())
                    .isEqualByComparingTo(
                            after.get("tables")
                                    .valueStream()
                                    .map(table -> table.get(units).decimalValue())
                                    .reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        assertThat(after.path("lastHour").get("dollars").decimalValue())
                .isEqualByComparingTo(
                        priced(after, "readUnits", "dollarsPerMillionReadUnits")
                                .add(priced(after, "writeUnits", "dollarsPerMillionWriteUnits")));
    }

    private static BigDecimal priced(JsonNode answer, String units, String price) {
        return answer.path("lastHour")
                .get(units)
                .decimalValue()
                .multiply(answer.path("prices").get(price).decimalValue())
                .movePointLeft(6);
    }

    /** DynamoDB is asked for the sizes of the tables by the first call. */
    @Test
    void a_call_is_one_read_of_the_feed() {
        get();
        Taken before = usage.sinceStart();
        get();

        Taken taken = usage.sinceStart().minus(before);
        assertThat(taken.requests()).isEqualTo(1);
        assertThat(taken.writeUnits()).isZero();
    }

    @Test
    void the_page_shows_the_fields_of_an_answer() throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("docs/api.md")));
        assertThat(example.find()).as("an example of GET /usage in docs/api.md").isTrue();

        assertThat(names("", new JsonMapper().readTree(example.group(1))))
                .containsExactlyElementsOf(names("", get()).toList());
    }

    private static Stream<String> names(String path, JsonNode json) {
        if (json.isArray()) {
            return json.valueStream().flatMap(element -> names(path + "[]", element));
        }
        return json.isObject()
                ? json.propertyStream()
                        .flatMap(field -> names(path + "/" + field.getKey(), field.getValue()))
                : Stream.of(path);
    }
}
