package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A front on a port of its own, the function that a test gives it, and a client. */
final class LocalFront implements AutoCloseable {

    private static final int GIVE_UP_MILLIS = 20_000;

    final BlockingQueue<APIGatewayV2HTTPEvent> events = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final LoopbackHttpServer server;

    LocalFront() throws PortTakenException {
        server = LoopbackHttpServer.listen(0);
    }

    LocalFront(Duration idleTimeout) throws PortTakenException {
        server = LoopbackHttpServer.listen(0, idleTimeout);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    void open(RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function) {
        open(function, LiveReload.UpToDate::new);
    }

    void open(
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            LiveReload reload) {
        HttpFront.open(server.router(), function, reload, ApiAuthorizer.EVERYONE_MAY_CALL);
    }

    void open(
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            ApiAuthorizer authorizer) {
        HttpFront.open(server.router(), function, LiveReload.UpToDate::new, authorizer);
    }

    void openTokens(LocalIssuer issuer) {
        TokenEndpoint.open(server.router(), issuer);
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
        return sendUntilClosed(requestLine + "Host: localhost\r\nConnection: close\r\n\r\n");
    }

    /** Sends these characters alone and returns what the front sends until it closes. */
    String sendUntilClosed(String request) throws Exception {
        try (var socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return readUntilClosed(socket);
        }
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    /** Fails if the front keeps the connection open. */
    static String readUntilClosed(Socket socket) throws IOException {
        socket.setSoTimeout(GIVE_UP_MILLIS);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }
}
