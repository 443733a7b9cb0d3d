package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFrontTest {

    private final BlockingQueue<APIGatewayV2HTTPEvent> events = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private LoopbackHttpServer server;

    @BeforeEach
    void listen() throws PortTakenException {
        server = LoopbackHttpServer.listen(0);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void header_names_are_in_lower_case_and_repeated_headers_are_joined() throws Exception {
        open(answering(200));

        send(get("/orders").header("X-Tag", "one").header("X-Tag", "two"));

        assertThat(events.take().getHeaders())
                .containsEntry("x-tag", "one,two")
                .containsEntry("host", "localhost:" + server.port())
                .containsEntry("x-forwarded-proto", "http")
                .doesNotContainKeys("X-Tag", "connection", "upgrade", "cookie");
    }

    @Test
    void cookies_are_apart_from_the_headers() throws Exception {
        open(answering(200));

        send(get("/orders").header("Cookie", "a=1; b=2"));

        assertThat(events.take().getCookies()).containsExactly("a=1", "b=2");
    }

    @Test
    void path_and_query_are_passed_as_they_were_sent() throws Exception {
        open(answering(200));

        send(get("/orders/a%2Fb?status=OPEN&status=SHIPPED&x=%20"));

        var event = events.take();
        assertThat(event.getRawPath()).isEqualTo("/orders/a%2Fb");
        assertThat(event.getRawQueryString()).isEqualTo("status=OPEN&status=SHIPPED&x=%20");
        assertThat(event.getQueryStringParameters())
                .isEqualTo(Map.of("status", "OPEN,SHIPPED", "x", " "));
        assertThat(event.getRequestContext().getHttp().getMethod()).isEqualTo("GET");
        assertThat(event.getRequestContext().getHttp().getPath()).isEqualTo("/orders/a%2Fb");
        assertThat(event.getRequestContext().getHttp().getSourceIp()).isEqualTo("127.0.0.1");
        assertThat(event.getRequestContext().getRequestId()).isNotBlank();
        assertThat(event.getVersion()).isEqualTo("2.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/a|b",
                "/orders/%zz",
                "/orders/a\"b",
                "/orders?q={1}",
                "/orders?q=%z",
                "/orders?q=1^"
            })
    void a_target_that_is_no_uri_is_refused_as_the_gateway_does(String target) throws Exception {
        open(answering(200));

        assertThat(sendRaw("GET " + target + " HTTP/1.1\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"" + HttpFront.MALFORMED + "\"");

        assertThat(events).isEmpty();
    }

    @Test
    void a_target_in_absolute_form_loses_its_origin() throws Exception {
        open(answering(200));

        sendRaw("GET http://localhost/orders?limit=1 HTTP/1.1\r\n");

        assertThat(events.take().getRawPath()).isEqualTo("/orders");
    }

    @Test
    void a_json_body_is_text() throws Exception {
        open(answering(200));

        send(
                post("/orders", BodyPublishers.ofString("{\"a\":\"ä\"}"))
                        .header("Content-Type", "application/json"));

        var event = events.take();
        assertThat(event.getBody()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(event.getIsBase64Encoded()).isFalse();
    }

    @Test
    void a_binary_body_is_base64_also_where_it_claims_to_be_text() throws Exception {
        open(answering(200));
        byte[] bytes = {0, (byte) 0xff, 'a'};

        send(
                post("/", BodyPublishers.ofByteArray(bytes))
                        .header("Content-Type", "application/octet-stream"));
        send(post("/", BodyPublishers.ofByteArray(bytes)).header("Content-Type", "text/plain"));

        for (var event : List.of(events.take(), events.take())) {
            assertThat(event.getIsBase64Encoded()).isTrue();
            assertThat(Base64.getDecoder().decode(event.getBody())).isEqualTo(bytes);
        }
    }

    @Test
    void a_body_of_six_megabytes_is_passed_on_and_a_larger_one_is_413() throws Exception {
        open(answering(200));

        assertThat(
                        send(post(
                                        "/",
                                        BodyPublishers.ofByteArray(
                                                new byte[HttpFront.MAX_BODY_BYTES])))
                                .statusCode())
                .isEqualTo(200);
        assertThat(events.take().getBody()).isNotEmpty();

        var larger = new byte[HttpFront.MAX_BODY_BYTES + 1];
        BodyPublisher declared = BodyPublishers.ofByteArray(larger);
        BodyPublisher chunked =
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(larger));
        for (BodyPublisher body : List.of(declared, chunked)) {
            HttpResponse<String> answer = send(post("/", body));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(answer.body()).contains(HttpFront.TOO_LARGE);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void the_functions_answer_is_written_with_all_its_headers_and_cookies() throws Exception {
        var answer = new APIGatewayV2HTTPResponse();
        answer.setStatusCode(201);
        answer.setHeaders(Map.of("Location", "/orders/1", "content-length", "999"));
        answer.setMultiValueHeaders(Map.of("X-Many", List.of("1", "2")));
        answer.setCookies(List.of("a=1", "b=2"));
        answer.setBody(
                Base64.getEncoder().encodeToString("bytes".getBytes(StandardCharsets.UTF_8)));
        answer.setIsBase64Encoded(true);
        open((event, context) -> answer);

        HttpResponse<String> response = send(get("/"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).hasValue("/orders/1");
        assertThat(response.headers().allValues("X-Many")).containsExactly("1", "2");
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(response.body()).isEqualTo("bytes");
    }

    @Test
    void an_answer_to_head_and_one_of_304_have_no_body() throws Exception {
        var answer = new APIGatewayV2HTTPResponse();
        answer.setStatusCode(200);
        answer.setBody("body");
        open((event, context) -> answer);
        assertThat(sendRaw("HEAD / HTTP/1.1\r\n")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");

        answer.setStatusCode(304);
        assertThat(sendRaw("GET / HTTP/1.1\r\n")).startsWith("HTTP/1.1 304").endsWith("\r\n\r\n");
    }

    @Test
    void a_fast_get_does_not_wait_behind_a_slow_one() throws Exception {
        var slowOneIsIn = new CountDownLatch(1);
        var fastOneIsDone = new CountDownLatch(1);
        open((event, context) -> {
            if (event.getRawPath().equals("/slow")) {
                slowOneIsIn.countDown();
                await(fastOneIsDone);
            }
            return answer(200);
        });

        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(get("/slow").build(), BodyHandlers.ofString());
        await(slowOneIsIn);
        assertThat(send(get("/fast")).statusCode()).isEqualTo(200);
        assertThat(slow).isNotDone();
        fastOneIsDone.countDown();

        assertThat(slow.join().statusCode()).isEqualTo(200);
    }

    @Test
    void a_request_that_brings_about_a_reload_is_answered_by_the_new_code() throws Exception {
        HttpFront.open(
                server.router(),
                answering(500),
                () -> {
                    open(answering(200));
                    return new LiveReload.Replaced();
                });

        HttpResponse<String> response =
                send(
                        post("/orders", BodyPublishers.ofString("{}"))
                                .header("Content-Type", "application/json"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(events.take().getBody()).isEqualTo("{}");
        assertThat(events).isEmpty();
    }

    @Test
    void code_that_is_broken_is_answered_500_with_its_problem() throws Exception {
        HttpFront.open(
                server.router(), answering(200), () -> new LiveReload.Broken("';' expected"));

        HttpResponse<String> response = send(get("/orders"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("';' expected");
        assertThat(events).isEmpty();
    }

    @Test
    void until_there_is_a_front_the_answer_is_503() throws Exception {
        assertThat(send(get("/orders")).statusCode()).isEqualTo(503);
    }

    @Test
    void it_listens_on_the_loopback_interface_only() {
        Loopback.assertOnly(server.port());
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LoopbackHttpServer.listen(taken.getLocalPort()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("port " + taken.getLocalPort() + " is taken");
        }
    }

    private void open(RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function) {
        HttpFront.open(server.router(), function, LiveReload.UpToDate::new);
    }

    private RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> answering(int status) {
        return (event, context) -> {
            events.add(event);
            return answer(status);
        };
    }

    private static APIGatewayV2HTTPResponse answer(int status) {
        var answer = new APIGatewayV2HTTPResponse();
        answer.setStatusCode(status);
        return answer;
    }

    private HttpRequest.Builder get(String target) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + target));
    }

    private HttpRequest.Builder post(String target, BodyPublisher body) {
        return get(target).POST(body);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String sendRaw(String requestLine) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = requestLine + "Host: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
