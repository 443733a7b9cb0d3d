package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.metrics.StoreUsage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What answers say of their calls, as in the development run. */
@QuarkusTest
@TestProfile(ServerTimingIT.Shown.class)
class ServerTimingIT {

    public static final class Shown implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(StoreUsage.SERVER_TIMING, "true");
        }
    }

    private static final Pattern HEADER =
            Pattern.compile(
                    "total;dur=[0-9]+[.][0-9], dynamodb;desc=\"(requests [0-9]+, read units [0-9.]+, write units [0-9.]+)\"");

    @Test
    void an_answer_says_what_its_call_took() {
        // The first calls after a start may be so slow that a request is sent again.
        Api.createOrder(1);
        String orderId = Api.freshId();

        assertThat(taken(Api.post("/orders", Api.newOrder(orderId, 1)).expect(201)))
                .isEqualTo("requests 1, read units 0.0, write units 1.0");
        assertThat(taken(Api.get("/orders/" + orderId + "?version=1").expect(200)))
                .isEqualTo("requests 1, read units 1.0, write units 0.0");
    }

    @Test
    void an_answer_that_took_nothing_says_so() {
        for (Answer answer :
                new Answer[] {
                    Api.get("/nothing").expect(404), Api.post("/orders", "{").expect(400)
                }) {
            assertThat(taken(answer)).isEqualTo("requests 0, read units 0.0, write units 0.0");
        }
    }

    @Test
    void the_page_shows_the_header_as_it_is() throws Exception {
        Matcher shown = HEADER.matcher(Files.readString(Path.of("docs/api.md")));

        assertThat(shown.results().map(MatchResult::group)).hasSize(1);
    }

    private static String taken(Answer answer) {
        Matcher header = HEADER.matcher(answer.header("Server-Timing").orElse("(absent)"));
        assertThat(header.matches()).as("Server-Timing").isTrue();
        return header.group(1);
    }
}
