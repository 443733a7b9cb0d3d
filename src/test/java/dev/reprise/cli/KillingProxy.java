package dev.reprise.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Runs the tool in a process of its own, and kills it after the service has handled some requests,
 * before the tool gets the last answer.
 */
final class KillingProxy implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final URI service;
    private final String method;
    private final AtomicInteger left;
    private final CompletableFuture<Process> process = new CompletableFuture<>();

    /**
     * @param method of the requests that are counted
     * @param requests how many of them are handled
     */
    KillingProxy(URI service, String method, int requests) throws IOException {
        this.service = service;
        this.method = method;
        this.left = new AtomicInteger(requests);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> answer = forwarded(exchange);
            if (exchange.getRequestMethod().equals(method) && left.decrementAndGet() == 0) {
                process.join().destroyForcibly();
                return;
            }
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(
                    answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private HttpResponse<byte[]> forwarded(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
        for (String name : List.of("Content-Type", "Idempotency-Key")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Starts the tool with these arguments and this service, and waits until it is killed. */
    void runAndKill(String... args) throws IOException, InterruptedException {
        List<String> command =
                Stream.of(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Reprise.class.getName()),
                                Stream.of(args),
                                Stream.of(
                                        "--url",
                                        "http://localhost:" + server.getAddress().getPort()))
                        .flatMap(part -> part)
                        .toList();
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.complete(tool);
        String output;
        try (InputStream printed = tool.getInputStream()) {
            output = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!tool.waitFor(1, TimeUnit.MINUTES) || left.get() > 0) {
            throw new AssertionError("the tool was not killed, but ended: " + output);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        client.close();
    }
}
