package dev.reprise.http;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.http.OpenApiDocument.Call;
import dev.reprise.local.TestFront;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operation, called by every kind of caller, on an order of the customer {@code owner}. The
 * callers' tokens are real ones, and the front checks them as API Gateway does.
 */
@QuarkusTest
@TestProfile(Tokens.class)
class AuthorizationIT {

    private static final String OWNER = "owner";
    private static final String OTHER = "other";

    private final Set<String> made = new HashSet<>();
    private @Nullable String readOrder;

    @Inject TestStream stream;
    @Inject TestFront front;

    @BeforeEach
    void read_models_are_ready() {
        newOrder();
        stream.drain();
    }

    /** The bodies of the calls that have one. */
    private static final Map<String, String> BODIES =
            Map.ofEntries(
                    entry("createOrder", "{\"customerId\":\"owner\"}"),
                    entry("addItem", Api.item("i2", 1, "1")),
                    entry("changeQuantity", "{\"quantity\":4}"),
                    entry("changeOrder", "{\"changes\":[{\"type\":\"CANCEL\",\"reason\":\"r\"}]}"),
                    entry("shipOrder", "{\"shippingAddress\":\"a\"}"),
                    entry("cancelOrder", "{\"reason\":\"r\"}"),
                    entry("leaseConsumer", "{\"owner\":\"w\"}"),
                    entry("checkpointConsumer", "{\"token\":1,\"position\":0}"),
                    entry("resetConsumer", "{\"position\":0}"),
                    entry("shareConsumer", "{\"count\":2}"),
                    entry("putWebhook", "{\"url\":\"http://127.0.0.1:1/\"}"));

    /** The problems of callers who may do what they ask for. */
    private static final Set<String> PROBLEMS_WHEN_PERMITTED =
            Set.of(
                    "projection-not-found",
                    "customer-not-found",
                    "consumer-not-found",
                    "no-feed-rebuild",
                    "consumer-leased",
                    "webhook-not-found",
                    "scheduled-command-not-found",
                    "not-parked");

    private static final Map<String, String> QUERIES =
            Map.of("listOrders", "customerId=owner", "listShippedItems", "itemId=i1");

    /** The calls of an owner's data that name the owner, and not an order. */
    private static final Set<String> NAME_THE_OWNER =
            Set.of("listOrders", "getCustomer", "createOrder");

    /** A caller: his tenant, his customer, and his scopes. */
    record Who(@Nullable String tenant, @Nullable String customer, List<Scope> scopes) {

        /** Callers of a tenant; null for a token without the claim. */
        static Stream<Who> of(@Nullable String tenant) {
            List<Who> all = new ArrayList<>(List.of(new Who(tenant, null, List.of())));
            for (String customer : List.of(OWNER, OTHER)) {
                all.add(new Who(tenant, customer, List.of()));
                for (Scope scope : Scope.values()) {
                    all.add(new Who(tenant, customer, List.of(scope)));
                }
                all.add(new Who(tenant, customer, List.of(Scope.values())));
            }
            return all.stream();
        }

        boolean isOwner() {
            return OWNER.equals(customer);
        }

        /** Without a token it is sent past the front, as by a gateway that was left open. */
        Answer send(Request request, TestFront front) {
            if (customer == null) {
                return FunctionCall.of(
                                request.method(), request.path(), request.query(), request.body())
                        .answer();
            }
            String names = scopes.stream().map(Scope::toString).collect(Collectors.joining(" "));
            Map<String, String> claims =
                    new HashMap<>(
                            Map.of(
                                    "sub",
                                    "subject-of-" + customer,
                                    Tokens.CUSTOMER_CLAIM,
                                    customer,
                                    "scope",
                                    names));
            if (tenant != null) {
                claims.put(TenantTokens.CLAIM, tenant);
            }
            String token = front.token(claims);
            return Api.call(
                    request.method(),
                    request.target(),
                    request.body() == null
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofString(request.body()),
                    "Content-Type",
                    "application/json",
                    "Authorization",
                    "Bearer " + token);
        }
    }

    record Request(String method, String path, String query, @Nullable String body) {

        String target() {
            return query.isEmpty() ? path : path + "?" + query;
        }
    }

    /** Who calls each operation. */
    Stream<Who> callers() {
        return Who.of(null);
    }

    /** Looks at an answer besides its outcome. */
    void inspect(Who who, Request request, Answer answer) {}

    static List<Call> operations() {
        return OpenApiDocument.published().calls();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_caller_gets_what_the_table_says(Call operation) {
        AccessRule rule = Objects.requireNonNull(AccessRule.BY_OPERATION.get(operation.id()));
        List<String> wrong = new ArrayList<>();
        callers()
                .forEach(who -> {
                    Request request = request(operation);
                    String expected = expected(operation, rule, who);
                    Answer answer = who.send(request, front);
                    String actual = outcome(answer);
                    if (!actual.equals(expected)) {
                        wrong.add("%s: expected %s, got %s".formatted(who, expected, actual));
                    }
                    inspect(who, request, answer);
                });
        assertThat(wrong).isEmpty();
    }

    static List<Map<String, ?>> wrongClaims() {
        long now = Instant.now().getEpochSecond();
        return List.of(
                Map.of("exp", now - 1),
                Map.of("nbf", now + 3_600),
                Map.of("iss", "https://evil.example"),
                Map.of("aud", "another-api"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_wrong_token_does_not_reach_the_service(Call operation) {
        Request request = request(operation);
        List<String> wrong = new ArrayList<>(List.of("", "Bearer", "Bearer garbage", "Basic dTpw"));
        for (Map<String, ?> claims : wrongClaims()) {
            Map<String, Object> all = new HashMap<>(claims);
            all.put("sub", "someone");
            all.put("scope", "operator orders:read:any orders:write:any");
            wrong.add("Bearer " + front.token(all));
        }
        String token = wrong.getLast();
        wrong.add(token.substring(0, token.lastIndexOf('.') + 1));

        for (String header : wrong) {
            Response answer =
                    RestAssured.given()
                            .header("Authorization", header)
                            .contentType("application/json")
                            .body(Objects.requireNonNullElse(request.body(), ""))
                            .request(request.method(), request.target());
            assertThat(answer.statusCode()).as(header).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).as(header).startsWith("Bearer");
            assertThat(answer.header("X-Correlation-Id")).as(header).isNull();
            assertThat(answer.asString()).isEqualTo("{\"message\":\"Unauthorized\"}");
        }
    }

    /** What the table says, written down a second time. */
    String expected(Call operation, AccessRule rule, Who who) {
        if (rule == AccessRule.EVERYBODY) {
            return "done";
        }
        if (who.customer() == null) {
            return "401 unauthenticated";
        }
        Optional<Scope> any =
                switch (rule) {
                    case READ_OWN -> Optional.of(Scope.READ_ANY);
                    case WRITE_OWN -> Optional.of(Scope.WRITE_ANY);
                    default -> Optional.empty();
                };
        Scope needed =
                switch (rule) {
                    case EVERYBODY, TENANT_OPERATOR, STREAM_OPERATOR, OPERATOR -> Scope.OPERATOR;
                    case READ_OWN -> Scope.READ;
                    case WRITE_OWN -> Scope.WRITE;
                    case READ_ANY -> Scope.READ_ANY;
                };
        if (any.filter(who.scopes()::contains).isPresent()) {
            return "done";
        }
        if (!who.scopes().contains(needed)) {
            return "403 forbidden " + needed;
        }
        if (any.isEmpty() || who.isOwner()) {
            return "done";
        }
        return NAME_THE_OWNER.contains(operation.id())
                ? "403 forbidden " + any.get()
                : "404 order-not-found";
    }

    private static String outcome(Answer answer) {
        String type = answer.json().path("type").asText().replaceAll(".*:", "");
        boolean isDone = answer.status() < 300 || PROBLEMS_WHEN_PERMITTED.contains(type);
        String scope = answer.json().path("scope").asText();
        return isDone ? "done" : (answer.status() + " " + type + " " + scope).strip();
    }

    /** An order that calls only read. */
    private String readOrder() {
        if (readOrder == null) {
            readOrder = newOrder();
        }
        return readOrder;
    }

    /** A request that succeeds, or fails because no projection or consumer has its name. */
    private Request request(Call operation) {
        String path =
                operation
                        .path()
                        .replace("{name}", "nothing")
                        .replace("{customerId}", OWNER)
                        .replace("{itemId}", "i1")
                        .replace("{scheduledId}", "nothing")
                        .replace("{correlationId}", "c1");
        if (path.contains("{")) {
            String orderId = operation.method().equals("GET") ? readOrder() : newOrder();
            path = path.replace("{orderId}", orderId).replace("{stream}", "order-" + orderId);
        }
        @Nullable String body =
                operation.operation().has("requestBody")
                        ? BODIES.getOrDefault(operation.id(), "{}")
                        : null;
        if (operation.id().equals("restoreCommit")) {
            body = firstCommit(path.substring(0, path.lastIndexOf('/')));
            path = path.replace("{sequenceNumber}", "1");
        }
        return new Request(
                operation.method(), path, QUERIES.getOrDefault(operation.id(), ""), body);
    }

    /** Who creates the orders. */
    Authorizer shop() {
        return FunctionCall.token("shop", Scope.values());
    }

    /** The first commit of a stream, which can be restored where it is. */
    private String firstCommit(String commits) {
        JsonNode first =
                FunctionCall.get(commits, "limit=1")
                        .as(shop())
                        .answer()
                        .expect(200)
                        .json()
                        .get("commits")
                        .get(0);
        return "{\"hash\":%s,\"content\":%s}".formatted(first.get("hash"), first.get("content"));
    }

    /** An order of the owner, with one item. */
    private String newOrder() {
        String order =
                "{\"customerId\":\"owner\",\"items\":[%s]}".formatted(Api.item("i1", 1, "1"));
        String id =
                FunctionCall.post("/orders", order)
                        .as(shop())
                        .answer()
                        .expect(201)
                        .json()
                        .get("orderId")
                        .textValue();
        made.add(id);
        return id;
    }

    /** The orders that the test made. */
    Stream<String> made() {
        return made.stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/q/openapi"})
    void what_is_open_needs_nobody(String path) {
        assertThat(FunctionCall.get(path, "").answer().status()).isEqualTo(200);
    }

    @Test
    void a_preflight_needs_nobody() {
        Answer answer =
                FunctionCall.of("OPTIONS", "/orders", "", null)
                        .with("Origin", "https://shop.example")
                        .with("Access-Control-Request-Method", "POST")
                        .answer();

        assertThat(answer.status()).isEqualTo(204);
    }

    @Test
    void an_answer_to_nobody_says_what_to_send_and_nothing_of_the_request() {
        for (FunctionCall call :
                Arrays.asList(
                        FunctionCall.post("/orders", "{"),
                        FunctionCall.post("/orders", "{}").with("Content-Type", "text/plain"),
                        FunctionCall.get("/orders/no%20id", "unknown=1"),
                        FunctionCall.get("/projections", "").with("X-Correlation-Id", "a b"),
                        FunctionCall.get("/sales", "").with("Accept", "text/html"))) {
            Answer answer = call.answer().expectProblem(401, "unauthenticated");
            assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
        }
    }

    @Test
    void head_needs_what_get_needs() {
        assertThat(FunctionCall.of("HEAD", "/projections", "", null).answer().status())
                .isEqualTo(401);
        assertThat(
                        FunctionCall.of("HEAD", "/projections", "", null)
                                .as(FunctionCall.token(OWNER, Scope.READ))
                                .answer()
                                .status())
                .isEqualTo(403);
    }
}
