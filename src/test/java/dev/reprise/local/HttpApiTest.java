package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {
    private LocalFront front;

    @BeforeEach
    void listen() throws PortTakenException {
        front = new LocalFront();
    }

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void header_names_are_in_lower_case_and_repeated_headers_are_joined() throws Exception {
        front.open(front.answering(200));

        front.send(front.get("/orders").header("X-Tag", "one").header("X-Tag", "two"));

        assertThat(front.events.take().getHeaders())
                .containsEntry("x-tag", "one,two")
                .containsEntry("host", "localhost:" + front.port())
                .containsEntry("x-forwarded-proto", "http")
                .doesNotContainKeys("X-Tag", "connection", "upgrade", "cookie");
    }

    @Test
    void cookies_are_not_among_the_headers() throws Exception {
        front.open(front.answering(200));

        front.send(front.get("/orders").header("Cookie", "a=1; b=2"));

        assertThat(front.events.take().getCookies()).containsExactly("a=1", "b=2");
    }

    @Test
    void path_and_query_are_passed_as_they_were_sent() throws Exception {
        front.open(front.answering(200));

        front.send(front.get("/orders/a%2Fb?status=OPEN&status=SHIPPED&x=%20"));

        var event = front.events.take();
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
                "/orders?q=1^",
                "/orders#1",
                "orders",
                "*",
                "?limit=1",
                "localhost:80",
                "mailto:a@localhost",
                "ftp://localhost/orders"
            })
    void a_target_that_is_neither_a_path_nor_a_uri_of_http_is_refused(String target)
            throws Exception {
        front.open(front.answering(200));

        assertThat(front.sendRaw("GET " + target + " HTTP/1.1\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"" + Refusal.MALFORMED + "\"");

        assertThat(front.events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/orders?limit=1, /orders, limit=1",
        "HTTPS://localhost?x=/a, /, x=/a",
        "http://localhost, /, ''"
    })
    void a_target_in_absolute_form_loses_its_origin(String target, String path, String query)
            throws Exception {
        front.open(front.answering(200));

        front.sendRaw("GET " + target + " HTTP/1.1\r\n");

        var event = front.events.take();
        assertThat(event.getRawPath()).isEqualTo(path);
        assertThat(event.getRawQueryString()).isEqualTo(query);
    }

    @Test
    void a_json_body_is_text() throws Exception {
        front.open(front.answering(200));

        front.send(
                front.post("/orders", BodyPublishers.ofString("{\"a\":\"ä\"}"))
                        .header("Content-Type", "application/json"));

        var event = front.events.take();
        assertThat(event.getBody()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(event.getIsBase64Encoded()).isFalse();
    }

    @Test
    void a_binary_body_is_base64_even_if_its_content_type_is_text() throws Exception {
        front.open(front.answering(200));
        byte[] bytes = {0, (byte) 0xff, 'a'};

        front.send(
                front.post("/", BodyPublishers.ofByteArray(bytes))
                        .header("Content-Type", "application/octet-stream"));
        front.send(
                front.post("/", BodyPublishers.ofByteArray(bytes))
                        .header("Content-Type", "text/plain"));

        for (var event : List.of(front.events.take(), front.events.take())) {
            assertThat(event.getIsBase64Encoded()).isTrue();
            assertThat(Base64.getDecoder().decode(event.getBody())).isEqualTo(bytes);
        }
    }

    @Test
    void the_functions_response_is_written_with_all_its_headers_and_cookies() throws Exception {
        var answer = new APIGatewayV2HTTPResponse();
        answer.setStatusCode(201);
        answer.setHeaders(Map.of("Location", "/orders/1", "content-length", "999"));
        answer.setMultiValueHeaders(Map.of("X-Many", List.of("1", "2")));
        answer.setCookies(List.of("a=1", "b=2"));
        answer.setBody(
                Base64.getEncoder().encodeToString("bytes".getBytes(StandardCharsets.UTF_8)));
        answer.setIsBase64Encoded(true);
        front.open((event, context) -> answer);

        HttpResponse<String> response = front.send(front.get("/"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).hasValue("/orders/1");
        assertThat(response.headers().allValues("X-Many")).containsExactly("1", "2");
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(response.body()).isEqualTo("bytes");
    }

    @Test
    void a_response_to_head_and_one_with_status_304_have_no_body() throws Exception {
        var answer = new APIGatewayV2HTTPResponse();
        answer.setStatusCode(200);
        answer.setHeaders(Map.of("Content-Length", "4"));
        answer.setBody("body");
        front.open((event, context) -> answer);
        assertThat(front.sendRaw("HEAD / HTTP/1.1\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Length: 4")
                .endsWith("\r\n\r\n");

        answer.setStatusCode(304);
        assertThat(front.sendRaw("GET / HTTP/1.1\r\n"))
                .startsWith("HTTP/1.1 304")
                .endsWith("\r\n\r\n");
    }

    static Stream<APIGatewayV2HTTPResponse> unusableResponses() {
        var invalidBase64 = LocalFront.answer(200);
        invalidBase64.setBody("%");
        invalidBase64.setIsBase64Encoded(true);
        var invalidHeader = LocalFront.answer(200);
        invalidHeader.setHeaders(Map.of("Location", "/orders\r\nX-Injected: 1"));
        return Stream.of(
                null,
                new APIGatewayV2HTTPResponse(),
                LocalFront.answer(100),
                LocalFront.answer(600),
                invalidBase64,
                invalidHeader);
    }

    @ParameterizedTest
    @MethodSource("unusableResponses")
    void a_response_that_the_gateway_cannot_use_is_answered_500(
            @Nullable APIGatewayV2HTTPResponse unusable) throws Exception {
        front.open((event, context) -> unusable);

        HttpResponse<String> response = front.send(front.get("/orders"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().map()).doesNotContainKeys("location", "x-injected");
        assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    void a_head_request_with_a_body_is_passed_on_and_the_connection_stays_in_step()
            throws Exception {
        front.open((event, context) -> {
            front.events.add(event);
            var answer = LocalFront.answer(200);
            answer.setBody("body");
            return answer;
        });

        String responses =
                front.sendUntilClosed(
                        """
                        HEAD /first HTTP/1.1\r
                        Host: localhost\r
                        Content-Type: text/plain\r
                        Content-Length: 3\r
                        \r
                        abcGET /second HTTP/1.1\r
                        Host: localhost\r
                        Connection: close\r
                        \r
                        """);

        assertThat(front.events.take().getBody()).isEqualTo("abc");
        assertThat(front.events.take().getRawPath()).isEqualTo("/second");
        assertThat(responses)
                .startsWith("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\nbody");
    }
}
