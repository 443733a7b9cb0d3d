package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogSinkTest {

    private static final String JSON = "{\"to\":\"M\u00fcnchen \u2192 \ud83d\udce6\"}";

    /** Runs in a JVM of its own. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            CloudEvent event =
                    new CloudEvent(
                            "thing-a@1",
                            "urn:test",
                            "Moved",
                            Commits.AT,
                            PublishingFixture.A,
                            1,
                            1,
                            JSON);
            LogSink.toStandardOutput().send(List.of(event, event));
        }
    }

    @Test
    void the_standard_output_gets_all_characters_whatever_encoding_the_environment_has()
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Dstdout.encoding=US-ASCII",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();

        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output.lines()).containsExactly(JSON, JSON);
    }
}
