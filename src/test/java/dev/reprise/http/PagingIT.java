package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every list is read page by page: {@code limit}, {@code cursor}, {@code next} and Link. */
@QuarkusTest
class PagingIT {

    private static final Pattern NEXT_LINK = Pattern.compile("<([^>]*)>;\\s*rel=\"next\"");
    private static final String REFUSAL =
            "cursor must be the next of an earlier page of the same list, with the same parameters";

    @Inject TestStream stream;

    private final String customer = Api.freshId();
    private String orderId;

    /** Of one customer: two open orders, and a shipped one with 7 events in 5 commits. */
    @BeforeEach
    void create_orders() {
        create("");
        create("");
        orderId =
                create(
                        ",\"items\":["
                                + Api.item("i1", 1, "1")
                                + ","
                                + Api.item("i2", 1, "1")
                                + "]");
        Api.addItem(orderId, "i3").expect(200);
        Api.addItem(orderId, "i4").expect(200);
        Api.removeItem(orderId, "i4").expect(200);
        Api.ship(orderId).expect(200);
        stream.drain();
    }

    private String create(String more) {
        return Api.post("/orders", "{\"customerId\":\"" + customer + "\"" + more + "}")
                .expect(201)
                .json()
                .get("orderId")
                .textValue();
    }

    private String orders() {
        return "/orders?customerId=" + customer;
    }

    private String events() {
        return "/orders/" + orderId + "/events";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 7, 200})
    void links_lead_through_every_list_whatever_the_limit(int limit) {
        List<JsonNode> listed = followed(orders() + "&limit=" + limit, "orders");
        List<JsonNode> ascending = followed(events() + "?limit=" + limit, "events");
        List<JsonNode> descending = followed(events() + "?order=desc&limit=" + limit, "events");

        assertThat(listed).isEqualTo(Api.get(orders()).elements("orders")).hasSize(3);
        assertThat(ascending).isEqualTo(Api.get(events()).elements("events"));
        assertThat(ascending)
                .extracting(event -> event.get("sequenceNumber").longValue())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(descending).isEqualTo(ascending.reversed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void after_is_the_lower_bound_in_both_directions(int limit) {
        List<JsonNode> ascending = followed(events() + "?after=3&limit=" + limit, "events");
        List<JsonNode> descending =
                followed(events() + "?order=desc&after=3&limit=" + limit, "events");

        assertThat(ascending)
                .extracting(event -> event.get("sequenceNumber").longValue())
                .containsExactly(4L, 5L, 6L, 7L);
        assertThat(descending).isEqualTo(ascending.reversed());
    }

    /** All elements, from the first page on by the links. */
    private static List<JsonNode> followed(String target, String name) {
        List<JsonNode> all = new ArrayList<>();
        URI page = URI.create(target);
        while (true) {
            Answer answer = Api.get(page.toString()).expect(200);
            all.addAll(answer.elements(name));
            assertThat(all).as("elements of %s", target).hasSizeLessThan(20);
            if (answer.header("Link").isEmpty()) {
                assertThat(answer.json().has("next")).isFalse();
                return all;
            }
            page = page.resolve(link(answer));
            assertThat(page.getRawQuery()).endsWith("&cursor=" + next(answer));
        }
    }

    private static String next(Answer answer) {
        return answer.json().get("next").textValue();
    }

    private static String link(Answer answer) {
        Matcher link = NEXT_LINK.matcher(answer.header("Link").orElseThrow());
        assertThat(link.matches()).as(link.toString()).isTrue();
        return link.group(1);
    }

    @Test
    void a_link_repeats_the_query_with_the_cursor_in_place_of_the_last_one() {
        Answer first = Api.get(orders() + "&status=OPEN&limit=1").expect(200);
        Answer byStatus = Api.get("/orders?status=OPEN&limit=1").expect(200);
        Answer second = Api.get(events() + "?limit=2&order=desc&after=1").expect(200);
        Answer third =
                Api.get(events() + "?after=1&limit=3&order=desc&cursor=" + next(second))
                        .expect(200);

        assertThat(link(first))
                .isEqualTo(
                        "orders?customerId=%s&status=OPEN&limit=1&cursor=%s"
                                .formatted(customer, next(first)));
        assertThat(link(byStatus)).isEqualTo("orders?status=OPEN&limit=1&cursor=" + next(byStatus));
        assertThat(link(second))
                .isEqualTo("events?after=1&order=desc&limit=2&cursor=" + next(second));
        assertThat(link(third))
                .isEqualTo("events?after=1&order=desc&limit=3&cursor=" + next(third));
        assertThat(next(third)).isNotEqualTo(next(second));
    }

    @Test
    void a_link_leads_to_the_next_page_behind_a_base_path_too() {
        Answer page = Api.get(events() + "?limit=2").expect(200);

        assertThat(URI.create("https://api.example/v1" + events() + "?limit=2").resolve(link(page)))
                .isEqualTo(
                        URI.create(
                                "https://api.example/v1"
                                        + events()
                                        + "?limit=2&cursor="
                                        + next(page)));
    }

    @Test
    void a_link_does_not_repeat_what_the_page_waited_for_but_may_be_sent_with_it() {
        String waits = "&minVersion=7&orderId=" + orderId;
        Answer first = Api.get(orders() + waits + "&limit=1").expect(200);

        assertThat(link(first))
                .isEqualTo(
                        "orders?customerId=%s&limit=1&cursor=%s".formatted(customer, next(first)));
        assertThat(
                        Api.get(orders() + waits + "&cursor=" + next(first))
                                .expect(200)
                                .elements("orders"))
                .hasSize(2);
    }

    @Test
    void the_last_page_has_neither_a_link_nor_a_next() {
        for (String list : List.of(orders() + "&limit=3", events() + "?limit=7")) {
            Answer page = Api.get(list).expect(200);

            assertThat(page.header("Link")).isEmpty();
            assertThat(page.json().has("next")).isFalse();
        }
    }

    @Test
    void a_head_has_the_same_link_as_the_get() {
        Answer get = Api.get(events() + "?limit=2").expect(200);
        Answer head = Api.call("HEAD", events() + "?limit=2", BodyPublishers.noBody()).expect(200);

        assertThat(head.header("Link")).isEqualTo(get.header("Link")).isPresent();
    }

    @Test
    void a_cursor_of_orders_continues_only_the_list_that_made_it() {
        String next = next(Api.get(orders() + "&limit=1").expect(200));

        Api.get(orders() + "&cursor=" + next).expect(200);
        Api.get(orders() + "&limit=2&cursor=" + next).expect(200);
        assertRefused("/orders?customerId=" + Api.freshId() + "&cursor=" + next);
        assertRefused(orders() + "&status=OPEN&cursor=" + next);
        assertRefused("/orders?status=OPEN&cursor=" + next);
        assertRefused(events() + "?cursor=" + next);
    }

    @Test
    void a_cursor_of_events_continues_only_the_list_that_made_it() {
        String other = "/orders/" + Api.createOrder(5) + "/events";
        String next = next(Api.get(events() + "?limit=2").expect(200));
        String back = next(Api.get(events() + "?limit=2&order=desc").expect(200));
        String bounded = next(Api.get(events() + "?limit=2&after=1").expect(200));

        Api.get(events() + "?order=asc&after=0&limit=1&cursor=" + next).expect(200);
        Api.get(events() + "?after=01&cursor=" + bounded).expect(200);
        assertRefused(other + "?cursor=" + next);
        assertRefused(events() + "?order=desc&cursor=" + next);
        assertRefused(events() + "?cursor=" + back);
        assertRefused(events() + "?after=1&cursor=" + next);
        assertRefused(events() + "?cursor=" + bounded);
        assertRefused(events() + "?after=2&cursor=" + bounded);
        assertRefused(orders() + "&cursor=" + next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "0",
                "3",
                "AAAA",
                "AAAAAAAAAAA",
                "AAAAAAAAAAAA",
                "MjAyNi0xMS0yOFQxODowNjo0My4xNTZaIzRi",
                "%20",
                "%00",
                "%0A",
                "%FF",
                "%C3%A9",
                "%F0%9F%9A%9A",
                "%26limit%3D1",
                "+",
                "a=b",
                "null"
            })
    void any_other_text_is_refused_as_a_cursor(String cursor) {
        assertRefused(orders() + "&cursor=" + cursor);
        assertRefused("/orders?status=OPEN&cursor=" + cursor);
        assertRefused(events() + "?cursor=" + cursor);
        assertRefused(events() + "?order=desc&cursor=" + cursor);
    }

    /** The development front would refuse it, which a gateway may not do. */
    @ParameterizedTest
    @ValueSource(
            strings = {"%", "%z", "%zz", "%2", "%u1234", "<x>", "{x}", "\\", "é", "\uD83D", "\0"})
    void a_query_that_is_no_uri_is_refused_by_the_function(String cursor) {
        for (String query : List.of("customerId=" + customer, "status=OPEN")) {
            FunctionCall.get("/orders", query + "&cursor=" + cursor).answer().expect(400);
        }
        FunctionCall.get(events(), "cursor=" + cursor).answer().expect(400);
    }

    @Test
    void a_cursor_that_is_too_long_is_refused() {
        for (String list : List.of(orders() + "&cursor=", events() + "?cursor=")) {
            Answer answer =
                    Api.get(list + "A".repeat(1_377)).expectProblem(400, "malformed-request");
            assertThat(answer.json().get("detail").textValue())
                    .isEqualTo("cursor must have at most 1376 characters");
            assertRefused(list + "A".repeat(1_376));
        }
    }

    /** Such a cursor has the right digest, and a position that no page ever ends with. */
    @ParameterizedTest
    @CsvSource({
        "asc, 0",
        "asc, -1",
        "asc, 01",
        "asc, 1.0",
        "asc, x",
        "asc, 9223372036854775807",
        "asc, 99999999999999999999",
        "desc, 0",
        "desc, 1",
        "desc, 01",
        "desc, +2"
    })
    void a_made_up_position_of_events_is_refused_before_it_reaches_the_store(
            String order, String position) {
        String cursor = list(order).cursor(position);

        assertRefused(events() + "?order=" + order + "&cursor=" + cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "2026-11-28T18:06:43.156Z",
                "2026-11-28T18:06:43.156Z#",
                "2026-11-28T18:06:43.156Z#a b",
                "2026-02-30T18:06:43.156Z#books-1",
                "2026-11-28T18:06:43Z#books-1",
                "#books-1"
            })
    void a_made_up_position_of_orders_is_refused_before_it_reaches_the_store(String position) {
        PagedList list =
                PagedList.of("orders", Tenant.ONLY, _ -> true).with("customerId", customer);

        assertRefused(orders() + "&cursor=" + list.cursor(position));
        Api.get(orders() + "&cursor=" + list.cursor("2026-11-28T18:06:43.156Z#books-1"))
                .expect(200);
    }

    @Test
    void a_made_up_position_after_the_last_event_is_no_failure() {
        assertThat(
                        Api.get(events() + "?cursor=" + list("asc").cursor("999999999999999999"))
                                .expect(200)
                                .elements("events"))
                .isEmpty();
        assertThat(
                        Api.get(
                                        events()
                                                + "?order=desc&cursor="
                                                + list("desc").cursor("999999999999999999"))
                                .expect(200)
                                .elements("events"))
                .hasSize(7);
    }

    private PagedList list(String order) {
        return PagedList.ofStream("events", new StreamName("order", orderId), _ -> true)
                .with("order", order.equals("asc") ? null : order);
    }

    private static void assertRefused(String target) {
        Answer answer = Api.get(target).expectProblem(400, "malformed-request");
        assertThat(answer.json().path("parameter").textValue()).isEqualTo("cursor");
        assertThat(answer.json().path("detail").textValue()).isEqualTo(REFUSAL);
        assertThat(answer.header("Link")).isEmpty();
    }
}
