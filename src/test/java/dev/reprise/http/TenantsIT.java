package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.local.TestStream;
import dev.reprise.personal.Forgetting;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two tenants have the same ids of orders, customers and items, the same subjects and the same
 * keys, and do the same things at once. Neither sees anything of the other.
 */
@QuarkusTest
@TestProfile(TenantTokens.class)
class TenantsIT {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int ATTEMPTS = 600;
    private static final int ORDERS = 3;

    private final String id = Api.freshId();
    private final String customer = "customer-" + id;
    private final String item = "item-" + id;

    /** A tenant, and a word that only his addresses have. */
    private record Side(String tenant, String word, int quantity) {

        Authorizer token(String customer) {
            return FunctionCall.tokenIn(tenant, customer, Scope.values());
        }
    }

    private final Side north = new Side("north", "northern" + id.replace("-", ""), 2);
    private final Side south = new Side("so-uth", "southern" + id.replace("-", ""), 7);

    @Inject TestStream stream;
    @Inject EventStore store;
    @Inject Forgetting forgetting;

    @BeforeEach
    void both_create_and_ship_the_same_orders_at_once() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> both =
                    Stream.of(north, south)
                            .<Future<?>>map(side ->
                                    threads.submit(() -> {
                                        for (int i = 0; i < ORDERS; i++) {
                                            barrier.await();
                                            createAndShip(side, id + "-" + i);
                                        }
                                        return null;
                                    }))
                            .toList();
            for (Future<?> side : both) {
                side.get();
            }
        }
        stream.drain();
    }

    private void createAndShip(Side side, String order) {
        Answer created =
                command(
                                side,
                                "/orders",
                                "{\"orderId\":\"%s\",\"customerId\":\"%s\",\"items\":[%s]}"
                                        .formatted(
                                                order,
                                                customer,
                                                Api.item(item, side.quantity(), "1")),
                                "create-" + order)
                        .expect(201);
        Answer shipped =
                command(
                                side,
                                "/orders/" + order + "/shipment",
                                "{\"shippingAddress\":\"%s road 7\"}".formatted(side.word()),
                                "ship-" + order)
                        .expect(200);

        assertThat(created.header("Location")).hasValue("/orders/" + order);
        for (Answer answer : List.of(created, shipped)) {
            assertThat(answer.header(AggregateResponses.IDEMPOTENT_REPLAYED)).isEmpty();
        }
        assertThat(shipped.version()).isEqualTo(3);
        assertOwn(side, shipped);
    }

    private Answer command(Side side, String path, String body, String key) {
        return FunctionCall.post(path, body)
                .with(RequestContext.IDEMPOTENCY_KEY, key)
                .as(side.token(customer))
                .answer();
    }

    private Answer get(Side side, String target) {
        int query = target.indexOf('?');
        return (query < 0
                        ? FunctionCall.get(target, "")
                        : FunctionCall.get(target.substring(0, query), target.substring(query + 1)))
                .as(side.token(customer))
                .answer();
    }

    private Side other(Side side) {
        return side.equals(north) ? south : north;
    }

    /** An answer shows nothing of the other tenant, and no prefix. */
    private void assertOwn(Side side, Answer answer) {
        assertThat(answer.body())
                .doesNotContain(other(side).word())
                .doesNotContain("~" + side.tenant() + "~", "~" + other(side).tenant() + "~");
    }

    private List<String> queries() {
        LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        return List.of(
                "/orders/" + id + "-0",
                "/orders/" + id + "-0?version=3",
                "/orders/" + id + "-0?minVersion=3",
                "/orders/" + id + "-0/events",
                "/orders/" + id + "-0/events?order=desc",
                "/orders?customerId=" + customer,
                "/orders?customerId=" + customer + "&status=SHIPPED",
                "/orders?status=SHIPPED&limit=200",
                "/orders?customerId=" + customer + "&minVersion=3&orderId=" + id + "-0",
                "/shipped-items?itemId=" + item,
                "/shipped-items?itemId=" + item + "&minVersion=3&orderId=" + id + "-0",
                "/shipped-items?from=" + yesterday + "&limit=200",
                "/customers/" + customer + "/personal-data");
    }

    @Test
    void every_query_shows_a_tenant_his_own_and_nothing_else() {
        assertThatEachSeesHisOwn();
    }

    private void assertThatEachSeesHisOwn() {
        for (Side side : List.of(north, south)) {
            for (String query : queries()) {
                Answer answer = get(side, query).expect(200);
                assertOwn(side, answer);
                assertThat(answer.body()).as(query).contains(side.word());
            }
        }
    }

    @Test
    void each_order_is_listed_once() {
        for (Side side : List.of(north, south)) {
            assertThat(get(side, "/orders?customerId=" + customer).elements("orders"))
                    .hasSize(ORDERS);
            assertThat(get(side, "/shipped-items?itemId=" + item).elements("items"))
                    .hasSize(ORDERS);
            assertThat(get(side, "/shipped-items?q=" + side.word()).elements("items"))
                    .hasSize(ORDERS);
            assertThat(get(side, "/shipped-items?q=" + other(side).word()).elements("items"))
                    .isEmpty();
            assertThat(get(side, "/customers/" + customer + "/personal-data").elements("orders"))
                    .hasSize(ORDERS);
        }
    }

    @Test
    void totals_count_a_tenant_s_own_orders() {
        assertThatEachCountsHisOwn();
    }

    private void assertThatEachCountsHisOwn() {
        for (Side side : List.of(north, south)) {
            JsonNode totals = get(side, "/customers/" + customer).expect(200).json();
            assertThat(totals.at("/orders").intValue()).isEqualTo(ORDERS);
            assertThat(totals.at("/quantity").intValue()).isEqualTo(ORDERS * side.quantity());
            JsonNode sales = get(side, "/sales?itemId=" + item).expect(200).json();
            assertThat(sales.at("/days/0/quantity").intValue()).isEqualTo(ORDERS * side.quantity());
        }
        assertThat(quantityOfToday(north)).isNotEqualTo(quantityOfToday(south));
    }

    private int quantityOfToday(Side side) {
        return get(side, "/sales").expect(200).json().at("/days/0/quantity").intValue();
    }

    @Test
    void a_stream_is_verified_by_its_name_without_a_prefix() {
        String stream = "order-" + id + "-0";

        for (Side side : List.of(north, south)) {
            Answer verified = get(side, "/streams/" + stream + "/verification").expect(200);
            assertThat(verified.json().at("/stream").textValue()).isEqualTo(stream);
            assertThat(verified.json().at("/intact").booleanValue()).isTrue();
            get(side, "/streams/~" + other(side).tenant() + "~" + stream + "/verification")
                    .expectProblem(400, "malformed-request");
        }
        assertThat(hashOf(north, stream)).isNotEqualTo(hashOf(south, stream));
        Answer byName = verification("~north~" + stream).expect(200);
        assertThat(byName.json().at("/hash").textValue()).isEqualTo(hashOf(north, stream));
        verification(stream).expectProblem(404, "stream-not-found");
    }

    private String hashOf(Side side, String stream) {
        return get(side, "/streams/" + stream + "/verification").json().at("/hash").textValue();
    }

    private static Authorizer allTenants() {
        return FunctionCall.tokenIn(Reach.ALL_TENANTS, "nobody", Scope.OPERATOR);
    }

    private static Answer verification(String stream) {
        return FunctionCall.get("/streams/" + stream + "/verification", "")
                .as(allTenants())
                .answer();
    }

    @Test
    void a_key_of_another_tenant_is_another_key() {
        String order = id + "-key";
        String create = "{\"orderId\":\"%s\",\"customerId\":\"%s\"}".formatted(order, customer);
        Answer first = command(north, "/orders", create, "k").expect(201);
        Answer others = command(south, "/orders", create, "k").expect(201);
        Answer again = command(north, "/orders", create, "k").expect(201);

        assertThat(others.header(AggregateResponses.IDEMPOTENT_REPLAYED)).isEmpty();
        assertThat(again.header(AggregateResponses.IDEMPOTENT_REPLAYED)).hasValue("true");
        again.expectSameOutcomeAs(first);
        assertThat(commandIdOf(north, order)).isNotEqualTo(commandIdOf(south, order));
    }

    private String commandIdOf(Side side, String order) {
        return get(side, "/orders/" + order + "/events")
                .json()
                .at("/events/0/metadata/commandId")
                .textValue();
    }

    @Test
    void what_only_one_tenant_has_does_not_exist_for_the_other() {
        String order = id + "-own";
        command(
                        north,
                        "/orders",
                        "{\"orderId\":\"%s\",\"customerId\":\"only-%s\"}".formatted(order, id),
                        "create-" + order)
                .expect(201);
        stream.drain();

        for (String query : List.of("", "?version=1", "?minVersion=1", "/events")) {
            get(north, "/orders/" + order + query).expect(200);
            get(south, "/orders/" + order + query).expectProblem(404, "order-not-found");
        }
        get(south, "/customers/only-" + id).expectProblem(404, "customer-not-found");
        get(south, "/orders?customerId=" + customer + "&minVersion=1&orderId=" + order)
                .expectProblem(404, "order-not-found");
        get(south, "/streams/order-" + order + "/verification")
                .expectProblem(404, "stream-not-found");
        for (String dryRun : List.of("", "dryRun=true")) {
            FunctionCall.of("POST", "/orders/" + order + "/items", dryRun, Api.item("i", 1, "1"))
                    .as(south.token(customer))
                    .answer()
                    .expectProblem(404, "order-not-found");
        }
        assertThat(get(north, "/orders/" + order).version()).isEqualTo(1);
    }

    @Test
    void a_version_of_another_tenant_s_order_is_not_confirmed() {
        String order = id + "-tag";
        String create = "{\"orderId\":\"%s\",\"customerId\":\"%s\"}".formatted(order, customer);
        command(north, "/orders", create, "create-" + order).expect(201);

        Answer unchanged = ifNoneMatch(north, order, "\"1\"");
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("Vary").orElse("")).contains("Authorization");
        ifNoneMatch(south, order, "\"1\"").expectProblem(404, "order-not-found");

        command(south, "/orders", create, "create-" + order).expect(201);
        command(south, "/orders/" + order + "/items", Api.item("i", 1, "1"), "k").expect(200);
        assertThat(ifNoneMatch(south, order, "\"1\"").status()).isEqualTo(200);
        assertThat(ifNoneMatch(south, order, "\"2\"").status()).isEqualTo(304);
        assertThat(ifNoneMatch(north, order, "\"2\"").status()).isEqualTo(200);
    }

    private Answer ifNoneMatch(Side side, String order, String tag) {
        return FunctionCall.get("/orders/" + order, "")
                .with("If-None-Match", tag)
                .as(side.token(customer))
                .answer();
    }

    @Test
    void a_cursor_of_another_tenant_is_refused() {
        for (String list :
                List.of(
                        "/orders?customerId=" + customer + "&limit=1",
                        "/orders?status=SHIPPED&limit=1",
                        "/orders/" + id + "-0/events?limit=1",
                        "/shipped-items?itemId=" + item + "&limit=1",
                        "/customers/" + customer + "/personal-data?limit=1")) {
            for (Side side : List.of(north, south)) {
                String next = get(side, list).expect(200).json().at("/next").textValue();
                String further = list + "&cursor=" + next;

                assertOwn(side, get(side, further).expect(200));
                get(other(side), further).expectProblem(400, "malformed-request");
            }
        }
    }

    @Test
    void a_tenant_sees_his_own_events_of_a_correlation_id_and_only_those_he_may() {
        String correlation = "c-" + id;
        for (Side side : List.of(north, south)) {
            FunctionCall.post(
                            "/orders",
                            "{\"orderId\":\"%s-c\",\"customerId\":\"%s\",\"items\":[%s]}"
                                    .formatted(id, customer, Api.item(item, side.quantity(), "1")))
                    .with(RequestContext.CORRELATION_ID, correlation)
                    .as(side.token(customer))
                    .answer()
                    .expect(201);
        }
        stream.drainToFeed();

        for (Side side : List.of(north, south)) {
            Authorizer own = side.token(customer);
            JsonNode commit = onlyCommit(own, correlation);
            assertThat(commit.at("/stream").textValue()).isEqualTo("order-" + id + "-c");
            assertThat(commit.at("/events/1/quantity").intValue()).isEqualTo(side.quantity());
            assertThat(feedOf(own, correlation)).hasSize(2);

            // An operator does not see who sent another caller's command, and with which id.
            Authorizer operator = FunctionCall.tokenIn(side.tenant(), "operator", Scope.OPERATOR);
            assertThat(commits(operator, correlation)).isEmpty();
            assertThat(feedOf(operator, correlation)).isEmpty();
            Authorizer reader =
                    FunctionCall.tokenIn(side.tenant(), "operator", Scope.OPERATOR, Scope.READ_ANY);
            assertThat(onlyCommit(reader, correlation)).isEqualTo(commit);
            assertThat(feedOf(reader, correlation)).hasSize(2);
        }
    }

    /** A process makes ids of the names of streams, which have the tenant in them. */
    @Test
    void ids_that_a_process_made_are_shown_and_found_without_a_prefix() {
        String event = "order-" + id + "-0@1";
        for (Side side : List.of(north, south)) {
            Tenant tenant = Tenant.named(side.tenant());
            Commits.append(
                    store,
                    new NewCommit(
                            CommitBoundary.startOf(new StreamName(tenant, "reaction", id)),
                            Commits.events(side.quantity()),
                            CommandId.generate(),
                            Commits.commandDigest("x"),
                            new Metadata(tenant.prefix() + event, tenant.prefix() + event, null),
                            Instant.now()));
        }
        stream.drainToFeed();

        for (Side side : List.of(north, south)) {
            JsonNode commit = onlyCommit(side.token(customer), event);
            assertThat(commit.at("/causationId").textValue()).isEqualTo(event);
            assertThat(commit.at("/events")).hasSize(side.quantity());
            assertThat(commit.toString()).doesNotContain("~" + side.tenant());
            List<JsonNode> events = feedOf(side.token(customer), event);
            assertThat(events).hasSize(side.quantity());
            assertThat(events.getFirst().at("/metadata/correlationId").textValue())
                    .isEqualTo(event);
            assertThat(events.getFirst().at("/metadata/causationId").textValue()).isEqualTo(event);
        }
    }

    private static JsonNode onlyCommit(Authorizer token, String correlation) {
        List<JsonNode> commits = commits(token, correlation);
        assertThat(commits).hasSize(1);
        return commits.getFirst();
    }

    private static List<JsonNode> commits(Authorizer token, String correlation) {
        return all(token, "/correlations/" + correlation, "", "commits");
    }

    private static List<JsonNode> feedOf(Authorizer token, String correlation) {
        return all(token, "/feed", "&correlation=" + correlation, "events");
    }

    /** What all calls show, from the start of the feed to its end. */
    private static List<JsonNode> all(
            Authorizer token, String path, String parameters, String elements) {
        List<JsonNode> all = new ArrayList<>();
        Answer page;
        long after = 0;
        do {
            page =
                    FunctionCall.get(path, "limit=200&after=" + after + parameters)
                            .as(token)
                            .answer()
                            .expect(200);
            all.addAll(page.elements(elements));
            after = page.json().at("/next").longValue();
        } while (!page.json().at("/caughtUp").booleanValue());
        return all;
    }

    /** The streams that a call lists, page by page. */
    private List<String> streams(Authorizer token, String parameters) {
        List<String> names = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Answer page =
                    FunctionCall.get(
                                    "/streams",
                                    "limit=2"
                                            + parameters
                                            + next.map(cursor -> "&cursor=" + cursor).orElse(""))
                            .as(token)
                            .answer()
                            .expect(200);
            page.elements("streams").forEach(stream -> names.add(stream.get("stream").textValue()));
            next = Optional.ofNullable(page.json().path("next").textValue());
        } while (next.isPresent());
        return names;
    }

    @Test
    void a_list_of_streams_has_a_tenant_s_own() {
        stream.drainToFeed();
        List<String> own =
                List.of("order-" + id + "-0", "order-" + id + "-1", "order-" + id + "-2");
        for (Side side : List.of(north, south)) {
            Authorizer token = side.token(customer);
            assertThat(streams(token, "&prefix=order-" + id))
                    .containsExactlyInAnyOrderElementsOf(own);
            assertThat(streams(token, "&category=order"))
                    .containsAll(own)
                    .noneMatch(s -> s.contains("~"));
            assertThat(streams(token, "")).containsAll(own).doesNotHaveDuplicates();
            assertThat(streams(token, "&prefix=~" + other(side).tenant() + "~order-")).isEmpty();
            assertThat(streams(token, "&prefix=~" + side.tenant() + "~order-")).isEmpty();
            get(side, "/streams?source=EVENTS").expectProblem(403, "forbidden");
            assertThat(streams(allTenants(), "&prefix=~" + side.tenant() + "~order-" + id))
                    .containsExactlyInAnyOrderElementsOf(
                            own.stream().map(name -> "~" + side.tenant() + "~" + name).toList());
        }
        assertThat(streams(allTenants(), "&source=EVENTS"))
                .contains("~north~" + own.getFirst(), "~so-uth~" + own.getFirst());
        FunctionCall.get("/streams", "category=order")
                .as(allTenants())
                .answer()
                .expectProblem(400, "malformed-request");
    }

    /** Its digest is no secret, so a caller can make a cursor for any place. */
    @Test
    void no_cursor_of_the_list_of_streams_leads_to_another_tenant() {
        stream.drainToFeed();
        for (Side side : List.of(north, south)) {
            String cursor =
                    get(side, "/streams?limit=1").expect(200).json().at("/next").textValue();
            assertThat(
                            new String(
                                    Base64.getUrlDecoder().decode(cursor),
                                    StandardCharsets.ISO_8859_1))
                    .doesNotContain("~");
            get(side, "/streams?cursor=" + cursor).expect(200);
            get(other(side), "/streams?cursor=" + cursor).expectProblem(400, "malformed-request");

            String stored = "~" + other(side).tenant() + "~order-" + id + "-0";
            List<String> list = List.of("streams", "feed ~" + side.tenant() + "~");
            for (String place : List.of("16", "-1", "0/" + stored, stored, "0/", "x")) {
                get(side, "/streams?cursor=" + Cursor.encode(list, place))
                        .expectProblem(400, "malformed-request");
            }
            for (int partition = 0; partition < 16; partition++) {
                String forged = Cursor.encode(list, partition + "/order-!");
                Answer answer = get(side, "/streams?limit=200&cursor=" + forged).expect(200);
                assertThat(answer.body()).doesNotContain("~");
            }
        }
    }

    @Test
    void a_customer_is_forgotten_by_his_own_tenant_alone() {
        assertThat(
                        FunctionCall.of(
                                        "DELETE",
                                        "/customers/" + customer + "/personal-data",
                                        "",
                                        null)
                                .as(north.token(customer))
                                .answer()
                                .expect(200)
                                .body())
                .doesNotContain("~");
        forgetting.work(Instant.now().plusSeconds(60));

        for (String query : queries()) {
            Answer forgotten = get(north, query).expect(200);
            assertThat(forgotten.body()).as(query).doesNotContain(north.word(), south.word());
            assertThat(get(south, query).expect(200).body()).as(query).contains(south.word());
        }
        assertThat(get(north, "/shipped-items?q=" + north.word()).elements("items")).isEmpty();
        assertThat(get(south, "/shipped-items?q=" + south.word()).elements("items"))
                .hasSize(ORDERS);
        assertThat(heldBy(north).has("forgottenAt")).isTrue();
        assertThat(heldBy(south).has("forgottenAt")).isFalse();
        assertThat(
                        verification("~north~forgotten-" + customer)
                                .expect(200)
                                .json()
                                .at("/intact")
                                .booleanValue())
                .isTrue();
        verification("~so-uth~forgotten-" + customer).expectProblem(404, "stream-not-found");
    }

    private JsonNode heldBy(Side side) {
        return get(side, "/customers/" + customer + "/personal-data").expect(200).json();
    }

    @Test
    void a_rebuild_keeps_tenants_apart() {
        List<String> before = shown();
        for (String projection : List.of("order-summaries", "shipped-items", "sales")) {
            rebuild("/projections/" + projection + "/rebuild");
        }

        assertThat(shown()).isEqualTo(before);
        assertThatEachSeesHisOwn();
        assertThatEachCountsHisOwn();
    }

    /** The answers to all queries, which do not wait. */
    private List<String> shown() {
        return Stream.of(north, south)
                .flatMap(side ->
                        Stream.concat(
                                        queries().stream(),
                                        Stream.of(
                                                "/sales?itemId=" + item, "/customers/" + customer))
                                .map(query -> get(side, query).expect(200).body()))
                .toList();
    }

    private static void rebuild(String path) {
        FunctionCall.post(path, "{}").as(allTenants()).answer().expect(202);
        for (int i = 0; i < ATTEMPTS; i++) {
            Answer rebuild = FunctionCall.get(path, "").as(allTenants()).answer().expect(200);
            if (rebuild.json().get("state").textValue().equals("DONE")) {
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("the rebuild at " + path + " does not come to its end");
    }

    @Test
    void a_dry_run_decides_on_a_tenant_s_own_order() {
        Answer north = dryRun(this.north).expectProblem(409, "order-already-shipped");

        assertOwn(this.north, north);
        assertOwn(south, dryRun(south).expectProblem(409, "order-already-shipped"));
    }

    private Answer dryRun(Side side) {
        return FunctionCall.of(
                        "POST", "/orders/" + id + "-0/items", "dryRun=true", Api.item("i", 1, "1"))
                .as(side.token(customer))
                .answer();
    }

    @Test
    void a_token_without_a_tenant_learns_what_is_missing() {
        for (String tenant : List.of("", "North", "a~b", "[a b]", "north ")) {
            Answer refused =
                    FunctionCall.get("/sales", "")
                            .as(FunctionCall.tokenIn(tenant, customer, Scope.values()))
                            .answer()
                            .expectProblem(403, "forbidden");
            assertThat(refused.json().at("/detail").textValue())
                    .isEqualTo(
                            "the claim tenant of the token must be 1 to 32 of a to z, 0 to 9 and -, or *");
        }
        Answer refused =
                FunctionCall.get("/sales", "")
                        .as(FunctionCall.token(customer, Scope.values()))
                        .answer()
                        .expectProblem(403, "forbidden");
        assertThat(refused.json().at("/detail").textValue())
                .isEqualTo("the token must name a tenant in its claim tenant");
    }
}
