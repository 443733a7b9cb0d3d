package dev.reprise.http;

import static dev.reprise.dynamodb.FaultyHttpClient.error;
import static dev.reprise.dynamodb.FaultyHttpClient.requestLost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.dynamodb.FaultyHttpClient;
import dev.reprise.dynamodb.FaultyHttpClient.Fault;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A failed call shows nothing of the inside, and writes nothing of its own into the log. */
@QuarkusTest
class NothingLeaksIT {

    private static final String SECRET = "what only the log may say";
    private static final String LINE = "INJECTED by a caller";

    /** The message and the stack trace. */
    private static final PatternFormatter FORMAT = new PatternFormatter("%s%e");

    /** What programs, stack traces and AWS call things. */
    private static final List<String> INSIDE =
            List.of(
                    "Exception",
                    "\tat ",
                    "dev.reprise",
                    "io.quarkus",
                    "io.vertx",
                    "jackson",
                    "java.",
                    "jakarta",
                    "amazon",
                    "arn:",
                    "000000000000",
                    SECRET);

    @Test
    void wrong_requests_show_nothing_of_the_inside() {
        String orderId = Api.createOrder(1);
        String order = "/orders/" + orderId;

        assertClosed(
                Stream.of(
                        Api.post("/orders", "{"),
                        Api.post("/orders", "[]"),
                        Api.post("/orders", "{\"customerId\":{}}"),
                        Api.post("/orders", "{\"customerId\":\"c\",\"class\":\"x\"}"),
                        Api.post("/orders", "[".repeat(2_000)),
                        Api.post(order + "/items", "{\"itemId\":\"i\",\"quantity\":1e999999}"),
                        Api.get("/orders?customerId=c&cursor=AAAA"),
                        Api.get("/orders?customerId=c&limit=x"),
                        Api.get(order + "?asOf=x"),
                        Api.get("/orders/none"),
                        Api.get("/nothing"),
                        Api.get("/streams/x/verification"),
                        Api.get("/projections/nothing/rebuild"),
                        Api.post(order, "{}"),
                        Api.get(order, "Accept", "text/html"),
                        Api.post("/orders", Api.newOrder(orderId, 1)),
                        Api.addItem(orderId, "i2", "If-Match", "\"9\""),
                        Api.addItem(orderId, "i2", "If-Match", "x"),
                        Api.addItem(orderId, "i2", "Idempotency-Key", "~x"),
                        Api.post("/orders", "x", "Content-Type", "text/plain"),
                        Api.call("PUT", order, BodyPublishers.noBody())));
    }

    @Test
    void failures_of_the_store_show_nothing_of_the_inside() {
        String orderId = Api.createOrder(1);

        for (Fault fault :
                List.of(
                        error(400, "ThrottlingException"),
                        error(400, "ValidationException"),
                        error(400, "AccessDeniedException"),
                        error(400, "ResourceNotFoundException"),
                        error(500, "InternalServerError"),
                        requestLost())) {
            try (FaultyHttpClient network = new FaultyHttpClient();
                    DynamoDbClient client = network.dynamoDbClient()) {
                QuarkusMock.installMockForType(client, DynamoDbClient.class);
                network.always(fault);

                assertClosed(callsThatNeedTheStore(orderId));
            }
        }
    }

    @Test
    void a_fault_of_the_service_shows_nothing_of_the_inside() {
        String orderId = Api.createOrder(1);
        QuarkusMock.installMockForType(failing(), DynamoDbClient.class);

        List<Answer> answers = callsThatNeedTheStore(orderId).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(500, 503));
        assertClosed(answers.stream());
    }

    @Test
    void a_damaged_stream_shows_nothing_of_the_inside() {
        String orderId = Api.createOrder(1);
        StoredCommits.alter(orderId, 1, "e", AttributeValue.fromS("{"));

        assertClosed(
                Stream.of(
                        Api.get("/orders/" + orderId + "?version=1").expect(500),
                        Api.get("/orders/" + orderId + "/events").expect(500)));
    }

    @Test
    void no_line_of_the_log_begins_with_what_a_caller_sent() {
        String orderId = Api.createOrder(1);
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Handler handler = handler(logged);
        Logger.getLogger("").addHandler(handler);
        try {
            QuarkusMock.installMockForType(failing(), DynamoDbClient.class);
            String encoded = "x%0a" + LINE.replace(" ", "%20");
            String json = "\"x\\n" + LINE + "\"";
            for (FunctionCall call :
                    List.of(
                            FunctionCall.get("/orders/" + encoded, ""),
                            FunctionCall.get("/" + encoded, ""),
                            FunctionCall.get("/streams/" + encoded + "/verification", ""),
                            FunctionCall.get("/projections/" + encoded + "/rebuild", ""),
                            FunctionCall.get("/orders", "customerId=" + encoded),
                            FunctionCall.get("/shipped-items", "q=" + encoded),
                            FunctionCall.get("/orders", encoded + "=1"),
                            FunctionCall.get("/orders/" + orderId, "").with("Accept", encoded),
                            FunctionCall.get("/sales", "").with("X-Correlation-Id", encoded),
                            FunctionCall.post("/orders", "x\n" + LINE),
                            FunctionCall.post("/orders", "{" + json + ":1}"),
                            FunctionCall.post("/orders", "{\"customerId\":" + json + "}"),
                            FunctionCall.post(
                                    "/orders/" + orderId + "/cancellation",
                                    "{\"reason\":" + json + "}"))) {
                call.answer();
            }
            Api.get("/orders/" + orderId).expect(500);
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }

        assertThat(logged).isNotEmpty();
        assertThat(logged).noneMatch(message -> message.contains(LINE));
    }

    private static Stream<Answer> callsThatNeedTheStore(String orderId) {
        return Stream.of(
                Api.get("/orders/" + orderId),
                Api.get("/orders/" + orderId + "/events"),
                Api.get("/orders?customerId=c1"),
                Api.get("/sales"),
                Api.get("/health"),
                Api.get("/projections"),
                Api.get("/streams/order-" + orderId + "/verification"),
                Api.post("/orders", Api.newOrder(Api.freshId(), 1)),
                Api.addItem(orderId, "i2"));
    }

    private static void assertClosed(Stream<Answer> answers) {
        String tables =
                ConfigProvider.getConfig()
                        .getValue("reprise.events-table", String.class)
                        .replace("-events", "");
        assertThat(answers)
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
                    assertThat(answer.body() + answer.headers())
                            .doesNotContain(INSIDE)
                            .doesNotContain(tables);
                });
    }

    /** A client that fails as no store does. */
    private static DynamoDbClient failing() {
        return (DynamoDbClient)
                Proxy.newProxyInstance(
                        DynamoDbClient.class.getClassLoader(),
                        new Class<?>[] {DynamoDbClient.class},
                        (_, _, _) -> {
                            throw new IllegalStateException(SECRET);
                        });
    }

    private static Handler handler(Queue<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(FORMAT.format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
