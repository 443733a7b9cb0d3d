package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
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
        Api.get("/correlations/c1").expectProblem(404, "no-feed");
        Api.post("/feed/sweep", "").expect(404);
        Api.get("/feed/sweep").expect(404);
        Api.post("/feed/rebuild", "").expectProblem(404, "no-feed");
        Api.get("/feed/rebuild").expectProblem(404, "no-feed");
        Api.createOrder(1);
    }

    @Test
    void streams_are_listed_from_the_events_table() {
        String order = Api.createOrder(1);
        String other = Api.createOrder(1);

        Answer first = Api.get("/streams?limit=1").expect(200);
        String cursor = first.json().get("next").textValue();
        assertThat(first.header("Link"))
                .hasValue("<streams?limit=1&cursor=" + cursor + ">; rel=\"next\"");
        Api.get("/streams?limit=1&cursor=" + cursor).expect(200);
        assertThat(Api.get("/streams?source=EVENTS&limit=200").expect(200).body())
                .isEqualTo(Api.get("/streams?limit=200").expect(200).body())
                .contains("{\"stream\":\"order-" + order + "\"}", other);
        Api.get("/streams?source=FEED").expectProblem(404, "no-feed");
        for (String filter : List.of("category=order", "prefix=order-", "source=EVENTS&prefix=o")) {
            Answer refused = Api.get("/streams?" + filter).expectProblem(400, "malformed-request");
            assertThat(refused.json().get("detail").asText())
                    .contains("needs the feed", "leave it out", "Feed=on");
        }
    }
}
