package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A front on a port of its own, the function that a test gives it, and a client. */
final class LocalFront implements AutoCloseable {

    final BlockingQueue<APIGatewayV2HTTPEvent> events = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final LoopbackHttpServer server = LoopbackHttpServer.listen(0);

    LocalFront() throws PortTakenException {}

    int port() {
        return server.port();
    }

    Router router() {
        return server.router();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    void open(RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function) {
        HttpFront.open(server.router(), function, LiveReload.UpToDate::new);
    }

    RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> answering(int status) {
        return (event, context) -> {
            events.add(event);
            return answer(status);
        };
    }

    static APIGatewayV2HTTPResponse answer(int status) {
        var answer = new APIGatewayV2HTTPResponse();
        answer.setStatusCode(status);
        return answer;
    }

    HttpRequest.Builder get(String target) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + target));
    }

    HttpRequest.Builder post(String target, BodyPublisher body) {
        return get(target).POST(body);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    String sendRaw(String requestLine) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = requestLine + "Host: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }
}
