import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs the orders function once, as Lambda does: {@code java FunctionRun.java COMMAND...}. It answers the
 * function's runtime API and DynamoDB, whose tables are empty and take every commit. After the last call the
 * process is told to end, as Lambda tells a container.
 *
 * <p>Prints the processor time and the time in milliseconds until the first answer. Fails if an answer is not
 * the expected one.
 */
final class FunctionRun {

    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** A call of the API, and the status that it is answered with. */
    private record Call(String method, String path, String body, int status) {

        /** The event of payload format 2.0. */
        String event() {
            return """
                    {"version":"2.0","routeKey":"$default","rawPath":"%s","rawQueryString":"",
                    "headers":{"content-type":"application/json","host":"localhost"},
                    "requestContext":{"accountId":"123456789012","apiId":"a","domainName":"localhost","stage":"$default",
                    "requestId":"r","routeKey":"$default","time":"01/Jan/2026:00:00:00 +0000","timeEpoch":1767225600000,
                    "http":{"method":"%s","path":"%s","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"t"}},
                    "body":"%s","isBase64Encoded":false}
                    """
                    .formatted(path, method, path, body.replace("\"", "\\\""));
        }
    }

    /** The first is what is timed: a command of an order that exists nowhere. */
    private static final List<Call> CALLS =
            List.of(
                    new Call(
                            "POST",
                            "/orders",
                            "{\"orderId\":\"o1\",\"customerId\":\"c1\",\"items\":[{\"itemId\":\"i1\",\"quantity\":1,\"price\":1}]}",
                            201),
                    new Call("POST", "/orders/o1/shipment", "{\"shippingAddress\":\"1 Main St\"}", 200),
                    new Call("GET", "/orders/o2", "", 404),
                    new Call("GET", "/health", "", 200));

    private final Deque<Call> waiting = new ArrayDeque<>(CALLS);
    private final CountDownLatch answered = new CountDownLatch(CALLS.size());
    private final long started = System.nanoTime();
    private Process process;
    private String problem = "";

    private FunctionRun() {}

    public static void main(String[] command) throws Exception {
        new FunctionRun().run(command);
    }

    private void run(String[] command) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answerDynamoDb);
        server.createContext(INVOCATION + "next", this::next);
        server.createContext(INVOCATION, this::takeAnswer);
        server.createContext("/2018-06-01/runtime/init/error", this::takeInitError);
        server.start();
        String address = "127.0.0.1:" + server.getAddress().getPort();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.to(new java.io.File("function.log")));
        builder.environment()
                .putAll(
                        Map.ofEntries(
                                Map.entry("AWS_LAMBDA_RUNTIME_API", address),
                                Map.entry("AWS_ENDPOINT_URL_DYNAMODB", "http://" + address),
                                Map.entry("AWS_REGION", "us-east-1"),
                                Map.entry("AWS_ACCESS_KEY_ID", "training"),
                                Map.entry("AWS_SECRET_ACCESS_KEY", "training"),
                                // The runtime's native part ends the process where one of these is missing.
                                Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_java25"),
                                Map.entry("AWS_LAMBDA_FUNCTION_NAME", "orders"),
                                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769"),
                                Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "training"),
                                Map.entry("REPRISE_AUTHORIZATION", "everyone-may-call-it"),
                                Map.entry("REPRISE_EVENTS_TABLE", "events"),
                                Map.entry("REPRISE_VIEWS_TABLE", "views"),
                                Map.entry("REPRISE_KEYS_TABLE", "keys"),
                                // Encrypted ones need KMS, which is not imitated here.
                                Map.entry("REPRISE_PERSONAL_DATA", "plain"),
                                Map.entry("REPRISE_PERSONAL_DATA_KMS_KEY", "none"),
                                Map.entry("REPRISE_PROJECTIONS_JOBS", "scheduled"),
                                Map.entry("REPRISE_METRICS", "log")));
        synchronized (this) {
            process = builder.start();
        }
        process.onExit().thenRun(() -> CALLS.forEach(_ -> answered.countDown()));
        answered.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (problem.isEmpty() && !waiting.isEmpty()) {
            problem = "The function did not answer " + waiting.peek() + ". function.log says why.";
        }
        process.destroy();
        process.waitFor();
        if (!problem.isEmpty()) {
            System.err.println(problem);
        }
        System.exit(problem.isEmpty() ? 0 : 1);
    }

    /** Answers with the next call. After the last call it does not answer. */
    private void next(HttpExchange exchange) throws IOException {
        Call call = waiting.peek();
        if (call == null) {
            return;
        }
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
        headers.set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + LIMIT.toMillis()));
        headers.set(
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:us-east-1:123456789012:function:orders");
        send(exchange, 200, call.event());
    }

    private synchronized void takeAnswer(HttpExchange exchange) throws IOException {
        String answer = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (waiting.size() == CALLS.size()) {
            System.out.printf(
                    "%d %d%n",
                    process.info().totalCpuDuration().orElseThrow().toMillis(),
                    Duration.ofNanos(System.nanoTime() - started).toMillis());
        }
        Call call = waiting.remove();
        if (!answer.contains("\"statusCode\":" + call.status())) {
            problem = call + " was answered " + answer;
        }
        send(exchange, 202, "");
        answered.countDown();
    }

    private void takeInitError(HttpExchange exchange) throws IOException {
        problem = "The function did not start: " + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        send(exchange, 202, "");
        CALLS.forEach(_ -> answered.countDown());
    }

    private void answerDynamoDb(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        boolean isList = target.endsWith(".Query") || target.endsWith(".Scan");
        send(exchange, 200, isList ? "{\"Count\":0,\"ScannedCount\":0,\"Items\":[]}" : "{}");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
