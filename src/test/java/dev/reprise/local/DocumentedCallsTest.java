package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The curl commands of the pages, sent one after the other to the service. The service answers each
 * with the output that the page shows: the status line, each header that the page prints, and the
 * body.
 */
@QuarkusTest
class DocumentedCallsTest {

    @Inject TestStream stream;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/api.md"})
    void the_service_answers_the_calls_of_a_page_as_the_page_shows(Path page) throws Exception {
        List<ConsoleExample> examples = ConsoleExample.of(page);
        assertThat(examples).as("console examples in %s", page).isNotEmpty();
        MadeValues made = new MadeValues();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (ConsoleExample example : examples) {
                awaitNextMillisecond();
                stream.drain();
                run(example, made, client, page);
            }
        }
    }

    private static void run(ConsoleExample example, MadeValues made, HttpClient client, Path page)
            throws IOException, InterruptedException {
        CurlCommand command =
                CurlCommand.parse(made.inCommand(example.command()), RestAssured.port);
        HttpResponse<String> response = client.send(command.request(), BodyHandlers.ofString());
        try {
            if (command.showsHeaders()) {
                assertMatches(response, example.output(), made);
            } else {
                made.assertMatches(response.body(), example.output());
            }
        } catch (AssertionError e) {
            throw new AssertionError(
                    "%s shows another answer to: %s%nCorrect the page, or the service. %s"
                            .formatted(page, example.command(), e.getMessage()),
                    e);
        }
    }

    private static void assertMatches(
            HttpResponse<String> response, String documented, MadeValues made) {
        String[] headAndBody = documented.split("\n\n", 2);
        List<String> head = headAndBody[0].lines().toList();
        assertThat("HTTP/1.1 " + HttpResponseStatus.valueOf(response.statusCode()))
                .isEqualTo(head.getFirst());
        for (String header : head.subList(1, head.size())) {
            String name = header.split(": ", 2)[0];
            made.assertMatches(
                    name + ": " + response.headers().firstValue(name).orElse("(absent)"), header);
        }
        made.assertMatches(response.body(), headAndBody.length == 1 ? "" : headAndBody[1]);
    }

    /** So that no two commits have the same instant: lists and asOf follow the page's order. */
    private static void awaitNextMillisecond() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() <= now) {
            Thread.onSpinWait();
        }
    }
}
