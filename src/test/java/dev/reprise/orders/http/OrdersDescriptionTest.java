package dev.reprise.orders.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.reprise.http.ProblemType;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderEventCodec;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the published OpenAPI document says of orders is what the code does. */
class OrdersDescriptionTest {

    private static final JsonNode DOCUMENT = published();

    private static JsonNode published() {
        try {
            return new YAMLMapper().readTree(Files.readString(Path.of("docs", "openapi.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<EventSchema> events() {
        return OrderEventCodec.shown();
    }

    @Test
    void the_union_of_events_has_every_event_of_an_order() {
        List<String> events =
                Arrays.stream(Order.Event.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList();

        assertThat(names("/components/schemas/OrderEvent/discriminator/mapping"))
                .containsExactlyInAnyOrderElementsOf(events);
        assertThat(DOCUMENT.at("/components/schemas/OrderEvent/oneOf")).hasSameSizeAs(events);
    }

    @ParameterizedTest
    @MethodSource("events")
    void the_schema_of_an_event_has_its_fields(EventSchema event) {
        String schema = "/components/schemas/" + event.type();

        assertThat(names(schema + "/properties"))
                .containsAll(event.fields().stream().map(Field::name).toList());
        assertThat(DOCUMENT.at(schema + "/properties/eventType/enum/0").textValue())
                .isEqualTo(event.type());
    }

    @Test
    void every_problem_of_orders_is_the_answer_to_some_call() throws IllegalAccessException {
        List<String> described =
                DOCUMENT.path("paths").findValues("examples").stream()
                        .flatMap(examples -> examples.propertyStream().map(Map.Entry::getKey))
                        .toList();
        for (java.lang.reflect.Field field : OrderProblems.class.getDeclaredFields()) {
            if (field.getType() == ProblemType.class) {
                field.setAccessible(true);
                assertThat(described).contains(((ProblemType) field.get(null)).name());
            }
        }
    }

    @Test
    void bounds_are_those_of_the_values() {
        JsonNode item = DOCUMENT.at("/components/schemas/ItemRequest/properties");

        assertThat(item.at("/quantity/minimum").intValue()).isEqualTo(1);
        assertThat(item.at("/quantity/maximum").intValue()).isEqualTo(1_000_000);
        assertThat(item.at("/price/minimum").intValue()).isZero();
        assertThat(item.at("/price/maximum").longValue()).isEqualTo(1_000_000_000_000_000L);
        assertThat(item.at("/price/exclusiveMaximum").booleanValue()).isTrue();
        assertThat(item.at("/itemId/maxLength").intValue()).isEqualTo(128);
        assertThat(
                        DOCUMENT.at(
                                        "/components/schemas/ChangesRequest/properties/changes/maxItems")
                                .intValue())
                .isEqualTo(1_000);
    }

    private static List<String> names(String pointer) {
        return DOCUMENT.at(pointer).propertyStream().map(Map.Entry::getKey).toList();
    }
}
