package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's example answers what the README says it does. */
@QuarkusTest
class ReadmeTest {

    private static final Pattern CONSOLE = Pattern.compile("(?s)```console\n(.*?)```");
    private static final Pattern CALL = Pattern.compile("(?m)^\\$ (curl .+)\n(.+)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

    private record Call(String command, String answer) {}

    @Test
    void the_calls_of_the_readme_answer_what_it_says() throws IOException, InterruptedException {
        List<Call> calls = calls(Files.readString(Path.of("README.md")));
        assertThat(calls).hasSizeGreaterThan(5);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (Call call : calls) {
                String answer =
                        client.send(request(call.command()), BodyHandlers.ofString()).body();
                assertThat(withoutTimes(answer))
                        .as(call.command())
                        .isEqualTo(withoutTimes(call.answer()));
            }
        }
    }

    private static List<Call> calls(String readme) {
        Matcher console = CONSOLE.matcher(readme);
        assertThat(console.find()).as("a console block in the README").isTrue();
        return CALL.matcher(console.group(1))
                .results()
                .map(call -> new Call(call.group(1), call.group(2)))
                .toList();
    }

    /** As much of curl as the README uses. */
    private static HttpRequest request(String curl) {
        List<String> words = words(curl).toList();
        HttpRequest.Builder request = HttpRequest.newBuilder();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "-s" -> {}
                case "-H" -> request.headers(words.get(++i).split(": ", 2));
                case "-d" -> request.POST(HttpRequest.BodyPublishers.ofString(words.get(++i)));
                default -> request.uri(URI.create(word.replace(":8080", ":" + RestAssured.port)));
            }
        }
        return request.build();
    }

    private static Stream<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2));
    }

    private static String withoutTimes(String answer) {
        return TIMESTAMP.matcher(answer).replaceAll("<time>");
    }
}
