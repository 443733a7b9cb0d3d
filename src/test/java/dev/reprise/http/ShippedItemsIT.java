package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The search for what was shipped. Each test has items and words that no other test has. */
@QuarkusTest
class ShippedItemsIT {

    private static final Pattern NEXT_LINK = Pattern.compile("<([^>]*)>;\\s*rel=\"next\"");

    @Inject TestStream stream;

    private final String item = Api.freshId();
    private final String otherItem = Api.freshId();

    /** A word of letters. */
    private final String word =
            Api.freshId()
                    .chars()
                    .filter(c -> c != '-')
                    .mapToObj(c -> Character.toString(c < 'a' ? c - '0' + 'g' : c))
                    .collect(Collectors.joining())
                    .substring(0, 20);

    private String ship(String address, String... items) {
        String lines =
                Stream.of(items).map(id -> Api.item(id, 2, "1.5")).collect(Collectors.joining(","));
        return Api.post(
                        "/orders",
                        "{\"customerId\":\"c1\",\"items\":[%s],\"shippingAddress\":\"%s\"}"
                                .formatted(lines, address))
                .expect(201)
                .json()
                .get("orderId")
                .textValue();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<JsonNode> list(String query) {
        return Api.get("/shipped-items?" + query).expect(200).elements("items");
    }

    private static List<String> orders(String query) {
        return list(query).stream().map(shown -> shown.get("orderId").textValue()).toList();
    }

    @Test
    void an_item_is_shown_with_its_order_once_that_is_shipped() {
        String open = Api.createOrder(0);
        Api.addItem(open, item).expect(200);
        String orderId = ship("1 Quay, Hull", item, otherItem);
        stream.drain();

        JsonNode shown = list("itemId=" + item).getFirst();

        assertThat(list("itemId=" + item)).hasSize(1);
        assertThat(shown.properties())
                .extracting(field -> field.getKey())
                .containsExactly(
                        "itemId",
                        "orderId",
                        "customerId",
                        "quantity",
                        "shippingAddress",
                        "shippedAt");
        assertThat(shown.get("itemId").textValue()).isEqualTo(item);
        assertThat(shown.get("orderId").textValue()).isEqualTo(orderId);
        assertThat(shown.get("customerId").textValue()).isEqualTo("c1");
        assertThat(shown.get("quantity").longValue()).isEqualTo(2);
        assertThat(shown.get("shippingAddress").textValue()).isEqualTo("1 Quay, Hull");
        assertThat(shown.get("shippedAt"))
                .isEqualTo(Api.get("/orders/" + orderId).json().get("updatedAt"));
    }

    @Test
    void the_items_of_an_order_are_found_by_the_words_of_its_address() {
        String orderId = ship("12 " + word + "street, Zürich", item, otherItem);
        ship("12 " + word + ", Bern", item);
        stream.drain();

        assertThat(list("q=" + word + "str"))
                .extracting(shown -> shown.get("itemId").textValue())
                .containsExactly(item, otherItem);
        assertThat(orders("q=" + encoded(word + " ZUR 12"))).containsExactly(orderId, orderId);
        assertThat(orders("q=" + word + "&itemId=" + otherItem)).containsExactly(orderId);
        assertThat(orders("q=12+zur&itemId=" + item)).containsExactly(orderId);
        assertThat(orders("q=" + word + "x")).isEmpty();
    }

    @Test
    void items_are_found_by_the_time_of_the_shipment() {
        String first = ship(word, item);
        stream.drain();
        Instant shippedAt =
                Instant.parse(list("itemId=" + item).getFirst().get("shippedAt").textValue());
        LocalDate day = LocalDate.ofInstant(shippedAt, ZoneOffset.UTC);
        String second = awaitAfter(shippedAt);
        stream.drain();

        for (String by : List.of("&itemId=" + item, "&q=" + word)) {
            assertThat(orders("from=" + day + "&to=" + day.plusDays(1) + by))
                    .containsExactly(second, first);
            assertThat(orders("from=" + shippedAt + "&to=" + shippedAt + by))
                    .containsExactly(first);
            assertThat(orders("from=" + shippedAt.plusMillis(1) + by)).containsExactly(second);
            assertThat(orders("from=" + day.minusDays(9) + "&to=" + day.minusDays(1) + by))
                    .isEmpty();
        }
        assertThat(orders("from=" + shippedAt + "&to=" + shippedAt)).contains(first);
        assertThat(orders("from=" + day.minusDays(9) + "&to=" + day.minusDays(1))).isEmpty();
    }

    /** Ships a second order at another millisecond. */
    private String awaitAfter(Instant instant) {
        while (!Instant.now().isAfter(instant.plus(Duration.ofMillis(1)))) {
            Thread.onSpinWait();
        }
        return ship(word, item);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 200})
    void links_lead_through_the_list_whatever_the_limit(int limit) {
        ship(word, item, "a1", "a2");
        ship(word + "s", item, "a1");
        ship(word + " " + word + "t", item);
        stream.drain();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        for (String query :
                List.of(
                        "itemId=" + item,
                        "q=" + word,
                        "q=" + word + "&from=" + today.minusDays(1))) {
            List<JsonNode> all = list(query);

            assertThat(all).hasSize(query.startsWith("itemId") ? 3 : 6);
            assertThat(followed("/shipped-items?" + query + "&limit=" + limit)).isEqualTo(all);
        }
    }

    private static List<JsonNode> followed(String target) {
        List<JsonNode> all = new ArrayList<>();
        URI page = URI.create(target);
        while (true) {
            Answer answer = Api.get(page.toString()).expect(200);
            all.addAll(answer.elements("items"));
            if (answer.header("Link").isEmpty()) {
                assertThat(answer.json().has("next")).isFalse();
                return all;
            }
            Matcher link = NEXT_LINK.matcher(answer.header("Link").orElseThrow());
            assertThat(link.matches()).isTrue();
            page = page.resolve(link.group(1));
            assertThat(page.getRawQuery())
                    .endsWith("&cursor=" + answer.json().get("next").textValue());
        }
    }

    @Test
    void an_order_with_more_items_than_a_page_is_listed_whole() {
        ship(word, IntStream.range(0, 450).mapToObj(i -> "i" + i).toArray(String[]::new));
        stream.drain();

        assertThat(followed("/shipped-items?limit=200&q=" + word))
                .extracting(shown -> shown.get("itemId").textValue())
                .containsExactlyElementsOf(IntStream.range(0, 450).mapToObj(i -> "i" + i).toList());
    }

    @Test
    void a_cursor_continues_only_the_list_that_made_it() {
        ship(word, item);
        ship(word, item);
        stream.drain();
        String query = "/shipped-items?itemId=" + item;
        String next = Api.get(query + "&limit=1").json().get("next").textValue();

        Api.get(query + "&limit=2&cursor=" + next).expect(200);
        for (String other :
                List.of(
                        "/shipped-items?itemId=" + otherItem,
                        query + "&q=" + word,
                        query + "&from=" + LocalDate.now(ZoneOffset.UTC),
                        "/orders?customerId=c1")) {
            Refusal.malformed("parameter cursor", () -> Api.get(other + "&cursor=" + next));
        }
        Refusal.malformed("parameter cursor", () -> Api.get(query + "&cursor=AAAA"));
    }

    /** A caller can make one: its digest is no secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2020-01-31T08:15:30.120Z#a",
                "2999-01-31T08:15:30.120Z#a",
                "2999-01-31T08:15:30.120Z#a\u0001999999999",
                "2999-01-31T08:15:30.120Z$",
                "zz#",
                "aa#2020-01-31T08:15:30.120Z#a"
            })
    void a_cursor_that_no_page_had_shows_nothing_outside_the_list(String position) {
        String orderId = ship(word, item);
        stream.drain();
        String from = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        String cursor =
                Cursor.encode(List.of("shipped-items", "", "itemId", item, "from", from), position);

        assertThat(orders("itemId=%s&from=%s&cursor=%s".formatted(item, from, cursor)))
                .isSubsetOf(orderId);
    }

    @Test
    void a_list_waits_for_an_order_at_a_version() throws Exception {
        String orderId = ship(word, item);

        CompletableFuture<Answer> waiting =
                Api.meanwhile(() ->
                        Api.get(
                                "/shipped-items?itemId=%s&orderId=%s&minVersion=3"
                                        .formatted(item, orderId)));
        stream.drain();

        assertThat(waiting.get().expect(200).elements("items")).hasSize(1);
    }

    @Test
    void a_list_that_cannot_show_the_version_says_why() {
        String orderId = ship(word, item);
        String query = "/shipped-items?itemId=" + item + "&minVersion=%d&orderId=%s";

        Answer behind =
                Api.get(query.formatted(3, orderId)).expectProblem(503, "read-model-behind");
        assertThat(behind.header("Retry-After")).hasValue("1");
        assertThat(behind.json().get("detail").textValue())
                .isEqualTo("the read model does not have order " + orderId + " at version 3 yet");
        Api.get(query.formatted(4, orderId))
                .expectProblem(412, "version-not-reached")
                .expectActualVersion(3);
        Api.get(query.formatted(1, "nope")).expectProblem(404, "order-not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "itemId=a%2Fb, itemId",
        "itemId=, itemId",
        "itemId=i&itemId=j, itemId",
        "itemId=i&unknown=1, unknown",
        "itemId=i&limit=201, limit",
        "itemId=i&minVersion=1, orderId",
        "itemId=i&orderId=o, minVersion",
        "itemId=i&orderId=o&minVersion=0, minVersion",
        "itemId=i&orderId=.&minVersion=1, orderId",
        "from=2026-02-30, from",
        "from=2026-02-03T00:00, from",
        "to=2026-02-03, from",
        "from=2026-02-03&to=2026-02-02, to",
        "from=2025-01-01&to=2026-01-02, to",
        "from=2000-01-01, from",
        "q=-, q",
        "q=1, q",
        "q=1+2+3+4+5+6+7+8+99, q"
    })
    void a_malformed_parameter_is_named(String query, String parameter) {
        Refusal.malformed("parameter " + parameter, () -> Api.get("/shipped-items?" + query));
    }

    @Test
    void a_list_needs_an_item_a_time_or_words() {
        Answer answer =
                Refusal.of(() -> Api.get("/shipped-items?limit=1"), 400, "malformed-request");

        assertThat(answer.json().get("detail").textValue())
                .isEqualTo("give itemId, from, q or several of them");
    }

    @Test
    void an_order_whose_commit_was_altered_is_marked() {
        String orderId = ship(word, item, otherItem);
        ship(word, item);
        stream.drain();
        StoredCommits.alter(orderId, 1, "t", AttributeValue.fromN("1893456000000"));
        stream.drain();

        JsonNode list = Api.get("/shipped-items?q=" + word).expect(200).json();

        assertThat(list.get("items")).hasSize(3);
        assertThat(list.get("outdated")).extracting(JsonNode::textValue).containsExactly(orderId);
        assertThat(Api.get("/shipped-items?itemId=" + otherItem).json().has("outdated")).isTrue();
    }

    @Test
    void a_list_has_no_etag() {
        Api.get("/shipped-items?itemId=" + item, "If-None-Match", "*").expect(304);
        Api.get("/shipped-items?itemId=" + item, "If-Match", "\"1\"")
                .expectProblem(412, "precondition-failed");
        assertThat(Api.get("/shipped-items?itemId=" + item).header("ETag")).isEmpty();
    }
}
