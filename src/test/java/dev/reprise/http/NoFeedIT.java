package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service without a feed, which is the default when deployed. */
@QuarkusTest
@TestProfile(NoFeedIT.NoFeed.class)
class NoFeedIT {

    public static final class NoFeed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("reprise.feed-table", "");
        }
    }

    @Test
    void a_question_for_the_feed_says_how_to_switch_it_on() {
        Answer answer = Api.get("/feed").expect(404);
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:reprise:problem:no-feed");
        assertThat(answer.json().get("detail").asText()).contains("Feed=on");
        Api.post("/feed/sweep", "").expect(404);
        Api.get("/feed/sweep").expect(404);
        Api.createOrder(1);
    }
}
