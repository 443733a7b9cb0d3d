package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reprise.local.RolePolicy.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy in front of DynamoDB Local, {@link KmsStandIn} and {@link EventBridgeStandIn}, that knows
 * who calls, refuses what the caller's role may not do, and remembers what it did. The caller's
 * access key is the name of its role, and its session token that of its process.
 */
final class DynamoDbGateway implements AutoCloseable {

    /** What happens to a call that its role may make. */
    @FunctionalInterface
    interface Network {

        /**
         * Carries a call to DynamoDB and the answer back.
         *
         * @param dynamoDb sends the call to DynamoDB
         * @return the answer. If empty, the connection is closed without one
         */
        Optional<Answer> carry(DynamoDbCall call, DynamoDb dynamoDb)
                throws IOException, InterruptedException;
    }

    /** Sends a call to DynamoDB. */
    @FunctionalInterface
    interface DynamoDb {
        Answer send() throws IOException, InterruptedException;
    }

    /** An answer of DynamoDB. */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        Answer {
            headers = Map.copyOf(headers);
        }

        /** An error, such as {@code AccessDeniedException}. */
        static Answer error(String type, String message) {
            return new Answer(
                    400,
                    Map.of("Content-Type", List.of("application/x-amz-json-1.0")),
                    "{\"__type\":\"com.amazon.coral.service#%s\",\"message\":\"%s\"}"
                            .formatted(type, message));
        }
    }

    /** One role did one thing. */
    record Use(String role, Access access) {}

    private static final Pattern ACCESS_KEY = Pattern.compile("Credential=([^/]+)/");

    /** Set by the client and the server themselves. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "accept-encoding",
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "transfer-encoding");

    private final Map<String, RolePolicy> policies;
    private final URI dynamoDb;
    private final DynamoDbMetrics metrics;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Use> uses = ConcurrentHashMap.newKeySet();
    private final Set<Use> refusals = ConcurrentHashMap.newKeySet();
    private final KmsStandIn kms = new KmsStandIn();
    private final EventBridgeStandIn eventBridge = new EventBridgeStandIn();
    private final HttpServer server;
    private volatile Network network = DynamoDbGateway::intact;

    /**
     * @param policies what each role may do, by its name
     * @param dynamoDb where the calls go
     * @param metrics gets what DynamoDB reports
     */
    DynamoDbGateway(Map<String, RolePolicy> policies, URI dynamoDb, CloudWatch metrics)
            throws IOException {
        this.policies = Map.copyOf(policies);
        this.dynamoDb = dynamoDb;
        this.metrics = new DynamoDbMetrics(metrics);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sends every call to DynamoDB, and its answer back. */
    static Optional<Answer> intact(DynamoDbCall call, DynamoDb dynamoDb)
            throws IOException, InterruptedException {
        return Optional.of(dynamoDb.send());
    }

    /** Puts another network between the functions and DynamoDB. */
    void use(Network other) {
        network = other;
    }

    /** What the roles did. */
    Set<Use> uses() {
        return Set.copyOf(uses);
    }

    /** What the roles were refused. */
    Set<Use> refusals() {
        return Set.copyOf(refusals);
    }

    /** The events that were put on event buses, in their order. */
    List<JsonNode> putEvents() {
        return eventBridge.events();
    }

    /** Whether a role may do something outside DynamoDB. What it asks for is remembered. */
    boolean permits(String role, String action, String resource) {
        return isAllowed(role, new Access(action, resource));
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            Optional<Answer> answer = answer(exchange, body);
            if (answer.isPresent()) {
                send(exchange, answer.get());
            }
        } catch (IllegalArgumentException e) {
            send(exchange, Answer.error("ValidationException", String.valueOf(e.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private Optional<Answer> answer(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        String role = role(header(exchange, "Authorization"));
        String target = header(exchange, "X-Amz-Target");
        if (KmsStandIn.isCalledBy(target)) {
            return refused(role, List.of(KmsStandIn.access(target, body)))
                    .or(() -> Optional.of(kms.answer(target, body)));
        }
        if (EventBridgeStandIn.isCalledBy(target)) {
            return refused(role, EventBridgeStandIn.accesses(target, body))
                    .or(() -> Optional.of(eventBridge.answer(target, body)));
        }
        DynamoDbCall call =
                DynamoDbCall.of(role, header(exchange, "X-Amz-Security-Token"), target, body);
        Optional<Answer> refused = refused(role, call.accesses());
        if (refused.isPresent()) {
            return refused;
        }
        Optional<Answer> answer = network.carry(call, () -> forward(exchange, body));
        answer.ifPresent(carried -> metrics.answered(call, carried));
        return answer;
    }

    /** The answer if the role may not do one of these; empty if it may do all. */
    private Optional<Answer> refused(String role, List<Access> accesses) {
        for (Access access : accesses) {
            if (!isAllowed(role, access)) {
                return Optional.of(Answer.error("AccessDeniedException", refusal(role, access)));
            }
        }
        return Optional.empty();
    }

    private boolean isAllowed(String role, Access access) {
        RolePolicy policy = policies.get(role);
        boolean allowed = policy != null && policy.allows(access);
        (allowed ? uses : refusals).add(new Use(role, access));
        return allowed;
    }

    /** In the words of AWS. */
    private static String refusal(String role, Access access) {
        return "User: arn:aws:sts::%s:assumed-role/%s/local is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action"
                .formatted(
                        StandInArns.ACCOUNT,
                        role,
                        access.action(),
                        access.resource(),
                        access.action());
    }

    private static String role(String authorization) {
        Matcher key = ACCESS_KEY.matcher(authorization);
        return key.find() ? key.group(1) : "nobody";
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private Answer forward(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(dynamoDb.resolve(exchange.getRequestURI()))
                        .POST(BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (isPassedOn(name)) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        var answer = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
    }

    private static boolean isPassedOn(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(UTF_8);
        answer.headers()
                .forEach((name, values) -> {
                    if (isPassedOn(name)) {
                        exchange.getResponseHeaders().put(name, values);
                    }
                });
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
