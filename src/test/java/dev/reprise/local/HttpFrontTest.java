package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpFrontTest {
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
    void a_body_of_six_megabytes_is_passed_on_and_a_larger_one_is_413() throws Exception {
        front.open(front.answering(200));

        assertThat(
                        front.send(
                                        front.post(
                                                "/",
                                                BodyPublishers.ofByteArray(
                                                        new byte[HttpFront.MAX_BODY_BYTES])))
                                .statusCode())
                .isEqualTo(200);
        assertThat(front.events.take().getBody()).isNotEmpty();

        var larger = new byte[HttpFront.MAX_BODY_BYTES + 1];
        BodyPublisher declared = BodyPublishers.ofByteArray(larger);
        BodyPublisher chunked =
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(larger));
        for (BodyPublisher body : List.of(declared, chunked)) {
            HttpResponse<String> answer = front.send(front.post("/", body));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(answer.body()).contains(Refusal.TOO_LARGE);
        }
        assertThat(front.events).isEmpty();
    }

    @Test
    void a_fast_get_does_not_wait_for_a_slow_one() throws Exception {
        var slowOneIsIn = new CountDownLatch(1);
        var fastOneIsDone = new CountDownLatch(1);
        front.open((event, context) -> {
            if (event.getRawPath().equals("/slow")) {
                slowOneIsIn.countDown();
                await(fastOneIsDone);
            }
            return LocalFront.answer(200);
        });

        CompletableFuture<HttpResponse<String>> slow = front.sendAsync(front.get("/slow"));
        await(slowOneIsIn);
        assertThat(front.send(front.get("/fast")).statusCode()).isEqualTo(200);
        assertThat(slow).isNotDone();
        fastOneIsDone.countDown();

        assertThat(slow.join().statusCode()).isEqualTo(200);
    }

    @Test
    void a_request_that_causes_a_reload_is_answered_by_the_new_code() throws Exception {
        front.open(
                front.answering(500),
                () -> {
                    front.open(front.answering(200));
                    return new LiveReload.Replaced();
                });

        HttpResponse<String> response =
                front.send(
                        front.post("/orders", BodyPublishers.ofString("{}"))
                                .header("Content-Type", "application/json"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(front.events.take().getBody()).isEqualTo("{}");
        assertThat(front.events).isEmpty();
    }

    @Test
    void code_that_does_not_compile_is_answered_500_with_its_problem() throws Exception {
        front.open(front.answering(200), () -> new LiveReload.Broken("';' expected"));

        HttpResponse<String> response = front.send(front.get("/orders"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("';' expected");
        assertThat(front.events).isEmpty();
    }

    @Test
    void a_function_that_fails_is_answered_500() throws Exception {
        front.open((event, context) -> {
            throw new IllegalStateException(
                    "the function of " + event.getRawPath() + " fails, as this test expects");
        });

        HttpResponse<String> response = front.send(front.get("/orders"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    void a_function_that_throws_an_error_is_answered_500() throws Exception {
        front.open((event, context) -> {
            throw new StackOverflowError("as this test expects");
        });

        assertThat(front.send(front.get("/orders")).statusCode()).isEqualTo(500);
    }

    @Test
    void a_live_reload_that_fails_is_answered_500() throws Exception {
        front.open(
                front.answering(200),
                () -> {
                    throw new IllegalStateException("the reload fails, as this test expects");
                });

        assertThat(front.send(front.get("/orders")).statusCode()).isEqualTo(500);
        assertThat(front.events).isEmpty();
    }

    @Test
    void options_of_the_server_are_answered_without_the_function() throws Exception {
        front.open(front.answering(200));

        assertThat(front.sendRaw("OPTIONS * HTTP/1.1\r\n")).startsWith("HTTP/1.1 204");
        assertThat(front.events).isEmpty();
    }

    @Test
    void a_method_and_an_upgrade_that_the_front_does_not_know_reach_the_function()
            throws Exception {
        front.open(front.answering(405));

        assertThat(front.sendRaw("BREW / HTTP/1.1\r\nUpgrade: coffee\r\n"))
                .startsWith("HTTP/1.1 405");
        assertThat(front.events.take().getRequestContext().getHttp().getMethod()).isEqualTo("BREW");
    }

    @Test
    void without_a_front_the_answer_is_503() throws Exception {
        assertThat(front.send(front.get("/orders")).statusCode()).isEqualTo(503);
    }

    @Test
    void it_listens_on_the_loopback_interface_only() {
        Loopback.assertOnly(front.port());
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LoopbackHttpServer.listen(taken.getLocalPort()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("port " + taken.getLocalPort() + " is taken");
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
