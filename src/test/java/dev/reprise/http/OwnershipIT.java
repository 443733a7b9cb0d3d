package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of another customer do not exist for a caller who may see only his own. */
@QuarkusTest
@TestProfile(Tokens.class)
class OwnershipIT {

    @Inject TestStream stream;

    private static final Authorizer ANN = FunctionCall.token("ann", Scope.READ, Scope.WRITE);
    private static final Authorizer EVE = FunctionCall.token("eve", Scope.READ, Scope.WRITE);
    private static final Authorizer CLERK =
            FunctionCall.token("shop", Scope.READ_ANY, Scope.WRITE_ANY);

    /** Requests for an order that would have different answers if the caller might see it. */
    static Stream<Arguments> requests() {
        return Stream.of(
                get("", ""),
                get("", "version=1"),
                get("", "version=9"),
                get("", "asOf=2000-01-01T00:00:00Z"),
                get("", "minVersion=1"),
                get("", "minVersion=9"),
                get("/events", ""),
                get("/events", "after=1"),
                get("/events", "after=9"),
                get("/events", "order=desc&limit=1"),
                command("adds", id -> add(id)),
                command("adds at a version", id -> add(id).with("If-Match", "\"2\"")),
                command("adds at another version", id -> add(id).with("If-Match", "\"9\"")),
                command("adds unless it is there", id -> add(id).with("If-None-Match", "*")),
                command("adds with the owner's key", id -> add(id).with("Idempotency-Key", "k")),
                command("removes what is not there", id -> of("DELETE", id, "/items/x", null)),
                command(
                        "cancels what is shipped",
                        id -> of("POST", id, "/cancellation", "{\"reason\":\"r\"}")));
    }

    private static Arguments get(String below, String query) {
        return Arguments.of(
                "GET " + below + "?" + query,
                (BiFunction<String, Authorizer, FunctionCall>)
                        (id, who) -> FunctionCall.get("/orders/" + id + below, query).as(who));
    }

    private static Arguments command(String name, Function<String, FunctionCall> call) {
        return Arguments.of(
                name,
                (BiFunction<String, Authorizer, FunctionCall>) (id, who) -> call.apply(id).as(who));
    }

    private static FunctionCall add(String id) {
        return of("POST", id, "/items", Api.item("i2", 1, "1"));
    }

    private static FunctionCall of(String method, String id, String below, @Nullable String body) {
        return FunctionCall.of(method, "/orders/" + id + below, "", body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void another_customers_order_is_answered_as_one_that_does_not_exist(
            String name, BiFunction<String, Authorizer, FunctionCall> request) {
        String order = shippedOrder();
        String none = Api.freshId();
        int before = StoredCommits.count();

        assertSameAsMissing(order, none, request);
        stream.drain();
        assertSameAsMissing(order, none, request);

        assertThat(StoredCommits.count()).isEqualTo(before);
        assertThat(request.apply(order, ANN).answer().json().path("type").asText())
                .as("the owner's answer to %s", name)
                .doesNotEndWith("order-not-found");
    }

    private static void assertSameAsMissing(
            String order, String none, BiFunction<String, Authorizer, FunctionCall> request) {
        Answer hidden = request.apply(order, EVE).answer();
        Answer missing = request.apply(none, EVE).answer();

        hidden.expectProblem(404, "order-not-found");
        assertThat(hidden.body().replace(order, none)).isEqualTo(missing.body());
        assertThat(comparable(hidden)).isEqualTo(comparable(missing));
    }

    private static Map<String, String> comparable(Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.remove("x-correlation-id");
        headers.remove("content-length");
        headers.computeIfPresent("idempotency-key", (_, key) -> key.startsWith("~") ? "~" : key);
        return headers;
    }

    /** An order of Ann with one item, shipped with the key {@code k}. */
    private static String shippedOrder() {
        String id = Api.freshId();
        create(id, "ann", ANN).expect(201);
        of("POST", id, "/shipment", "{\"shippingAddress\":\"a\"}")
                .with("Idempotency-Key", "k")
                .as(ANN)
                .answer()
                .expect(200);
        return id;
    }

    private static Answer create(String id, String customer, Authorizer who, String... headers) {
        FunctionCall call =
                FunctionCall.post(
                                "/orders",
                                "{\"orderId\":\"%s\",\"customerId\":\"%s\",\"items\":[%s]}"
                                        .formatted(id, customer, Api.item("i1", 1, "1")))
                        .as(who);
        for (int i = 0; i < headers.length; i += 2) {
            call.with(headers[i], headers[i + 1]);
        }
        return call.answer();
    }

    @Test
    void a_creation_with_the_id_of_another_customers_order_tells_that_the_id_is_taken() {
        String id = shippedOrder();

        Answer plain = create(id, "eve", EVE).expectProblem(409, "order-already-exists");

        assertThat(create(id, "eve", EVE, "If-None-Match", "*").body()).isEqualTo(plain.body());
        assertThat(create(id, "eve", EVE, "Idempotency-Key", "k").body()).isEqualTo(plain.body());
        assertThat(plain.json().path("detail").asText())
                .isEqualTo("order " + id + " exists already");
        assertThat(plain.json()).hasSize(4);
    }

    @Test
    void a_creation_for_another_customer_needs_a_scope() {
        create(Api.freshId(), "ann", EVE).expectProblem(403, "forbidden");
        create(Api.freshId(), "ann", CLERK).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customerId=ann",
                "customerId=ann&status=OPEN",
                "status=OPEN",
            })
    void a_list_of_others_needs_a_scope(String query) {
        create(Api.freshId(), "ann", ANN).expect(201);
        stream.drain();

        Answer refused = FunctionCall.get("/orders", query).as(EVE).answer();

        refused.expectProblem(403, "forbidden");
        assertThat(refused.json().path("scope").asText()).isEqualTo("orders:read:any");
        assertThat(FunctionCall.get("/orders", query).as(CLERK).answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders?customerId=eve", "/customers/eve?"})
    void a_wait_for_another_customers_order_is_answered_as_for_none(String list) {
        String path = list.substring(0, list.indexOf('?'));
        String query = list.substring(list.indexOf('?') + 1);
        String order = shippedOrder();
        String none = Api.freshId();

        for (int version : List.of(1, 9)) {
            String wait =
                    query + (query.isEmpty() ? "" : "&") + "minVersion=" + version + "&orderId=";
            Answer hidden = FunctionCall.get(path, wait + order).as(EVE).answer();
            Answer missing = FunctionCall.get(path, wait + none).as(EVE).answer();

            hidden.expectProblem(404, "order-not-found");
            assertThat(hidden.body().replace(order, none)).isEqualTo(missing.body());
        }
    }

    @Test
    void who_may_read_an_order_and_not_change_it_learns_what_he_lacks() {
        String order = shippedOrder();
        Authorizer reader = FunctionCall.token("eve", Scope.READ_ANY, Scope.WRITE);

        FunctionCall.get("/orders/" + order, "").as(reader).answer().expect(200);
        Answer refused = add(order).as(reader).answer().expectProblem(403, "forbidden");

        assertThat(refused.json().path("scope").asText()).isEqualTo("orders:write:any");
    }

    @Test
    void a_caller_who_is_no_customer_has_no_orders() {
        String order = shippedOrder();
        Authorizer nobody = FunctionCall.token("", Scope.READ, Scope.WRITE);

        FunctionCall.get("/orders/" + order, "").as(nobody).answer().expect(404);
        create(Api.freshId(), "ann", nobody).expect(403);
    }
}
