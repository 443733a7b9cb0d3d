package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The current and earlier versions of orders, and their events page by page. */
@QuarkusTest
class HistoryIT {

    @Test
    void every_version_is_shown_including_versions_inside_a_commit() {
        String orderId = Api.createOrder(3);
        Api.removeItem(orderId, "i2").expect(200);

        for (long version = 1; version <= 4; version++) {
            Answer then = Api.get("/orders/" + orderId + "?version=" + version).expect(200);
            assertThat(then.version()).isEqualTo(version);
            assertThat(then.elements("items")).hasSize((int) version - 1);
            assertThat(then.header("ETag")).hasValue("\"" + version + "\"");
        }
        assertThat(Api.get("/orders/" + orderId + "?version=5").elements("items")).hasSize(2);
    }

    @Test
    void a_version_beyond_the_tail_is_404_with_the_actual_version() {
        Api.get("/orders/" + Api.createOrder(2) + "?version=4")
                .expectProblem(404, "version-not-found")
                .expectActualVersion(3);
    }

    @Test
    void an_order_as_of_an_instant_has_the_events_at_or_before_it() {
        String orderId = Api.createOrder(1);
        Instant created = time(Api.get("/orders/" + orderId), "createdAt");
        Instant later = laterCommit(orderId, created);

        asOf(orderId, created.minusMillis(1)).expectProblem(404, "version-not-found");
        assertThat(asOf(orderId, created).version()).isEqualTo(2);
        assertThat(asOf(orderId, later.minusNanos(1)).version()).isLessThan(tail(orderId));
        assertThat(asOf(orderId, later).version()).isEqualTo(tail(orderId));
        assertThat(asOf(orderId, Instant.now()).version()).isEqualTo(tail(orderId));
    }

    @Test
    void an_order_as_of_an_instant_between_two_commits_is_that_of_the_first() {
        String orderId = Api.createOrder(1);
        Instant created = time(Api.get("/orders/" + orderId), "createdAt");
        laterCommit(orderId, created);

        Answer between = asOf(orderId, created.plusNanos(1)).expect(200);

        assertThat(between.version()).isEqualTo(2);
        assertThat(time(between, "updatedAt")).isEqualTo(created);
    }

    @Test
    void an_instant_may_have_an_offset() {
        String orderId = Api.createOrder(1);
        Instant created = time(Api.get("/orders/" + orderId), "createdAt");
        String offset = created.atOffset(ZoneOffset.ofHours(1)).toString().replace("+", "%2B");

        Api.get("/orders/" + orderId + "?asOf=" + offset).expect(200);
    }

    @Test
    void an_instant_in_the_future_is_refused() {
        String order = "/orders/" + Api.createOrder(1);

        for (Instant future :
                List.of(Instant.now().plusSeconds(3_600), Instant.parse("2200-01-01T00:00:00Z"))) {
            Refusal.malformed("parameter asOf", () -> Api.get(order + "?asOf=" + future));
        }
    }

    @Test
    void a_minimum_version_that_is_not_reached_is_412_with_the_actual_version() {
        String order = "/orders/" + Api.createOrder(2);

        assertThat(Api.get(order + "?minVersion=2").expect(200).version()).isEqualTo(3);
        assertThat(Api.get(order + "?minVersion=3").expect(200).version()).isEqualTo(3);
        Api.get(order + "?minVersion=4")
                .expectProblem(412, "version-not-reached")
                .expectActualVersion(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 200})
    void events_are_listed_page_by_page_across_commits(int limit) {
        String orderId = Api.createOrder(5);
        for (String item : List.of("a", "b", "c")) {
            Api.addItem(orderId, item).expect(200);
        }
        Api.ship(orderId).expect(200);

        List<JsonNode> events = new ArrayList<>();
        Answer page = Api.get("/orders/" + orderId + "/events?limit=" + limit).expect(200);
        events.addAll(page.elements("events"));
        while (page.json().has("next")) {
            assertThat(page.elements("events")).hasSize(limit);
            page =
                    Api.get(
                            "/orders/"
                                    + orderId
                                    + "/events?limit="
                                    + limit
                                    + "&cursor="
                                    + page.json().get("next").textValue());
            events.addAll(page.expect(200).elements("events"));
        }

        assertThat(events)
                .extracting(event -> event.get("sequenceNumber").longValue())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
    }

    @Test
    void a_page_that_ends_at_the_tail_has_no_next() {
        String events = "/orders/" + Api.createOrder(3) + "/events";

        assertThat(Api.get(events + "?limit=4").json().has("next")).isFalse();
        assertThat(Api.get(events + "?limit=3").json().has("next")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 99, Long.MAX_VALUE - 1})
    void there_are_no_events_after_the_tail(long after) {
        String events = "/orders/" + Api.createOrder(3) + "/events";

        assertThat(Api.get(events + "?after=" + after).expect(200).body())
                .isEqualTo("{\"events\":[]}");
    }

    @Test
    void a_page_has_fifty_events_by_default() {
        String events = "/orders/" + Api.createOrder(300) + "/events";

        assertThat(Api.get(events).elements("events")).hasSize(50);
        assertThat(Api.get(events + "?limit=200&after=60").elements("events"))
                .hasSize(200)
                .first()
                .satisfies(
                        event -> assertThat(event.get("sequenceNumber").longValue()).isEqualTo(61));
    }

    @Test
    void an_order_with_300_items_is_one_item_in_the_table() {
        String orderId = Api.createOrder(300);

        assertThat(StoredCommits.of(orderId))
                .singleElement()
                .satisfies(
                        item -> assertThat(item).containsEntry("n", AttributeValue.fromN("301")));
        assertThat(Api.get("/orders/" + orderId).json().get("total").intValue()).isEqualTo(300);
    }

    @Test
    void an_order_has_at_most_a_thousand_lines() {
        String orderId = Api.createOrder(1_000);

        Refusal.of(() -> Api.addItem(orderId, "one-more"), 409, "too-many-lines");
        Api.addItem(orderId, "i1000").expect(200);
        assertThat(Api.get("/orders/" + orderId).elements("items")).hasSize(1_000);
        Refusal.of(
                () -> Api.post("/orders", Api.newOrder(Api.freshId(), 1_001)),
                409,
                "too-many-lines");
    }

    /** Adds items until a commit is later than an instant; returns the instant of that commit. */
    private static Instant laterCommit(String orderId, Instant than) {
        Instant at;
        do {
            at = time(Api.addItem(orderId, "i2").expect(200), "updatedAt");
        } while (!at.isAfter(than));
        return at;
    }

    private static Answer asOf(String orderId, Instant instant) {
        return Api.get("/orders/" + orderId + "?asOf=" + instant);
    }

    private static long tail(String orderId) {
        return Api.get("/orders/" + orderId).version();
    }

    private static Instant time(Answer order, String field) {
        return Instant.parse(order.json().get(field).textValue());
    }
}
