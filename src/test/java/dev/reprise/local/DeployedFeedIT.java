package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.RunsBesideQuarkus;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The packaged functions with {@code Feed=on}: each may do what its role allows, and no more. */
@RunsBesideQuarkus
class DeployedFeedIT {

    private static final Deployed DEPLOYED =
            new Deployed(
                    Deployed.template(text -> text.replace("Default: \"off\"", "Default: \"on\"")));

    @AfterAll
    static void close() {
        DEPLOYED.close();
    }

    private static List<JsonNode> feedOf(String orderId) {
        return DEPLOYED.list("/feed?stream=order-" + orderId, "events");
    }

    @Test
    void the_function_puts_commits_into_the_feed_and_the_schedule_what_it_was_not_given() {
        String delivered = Deployed.freshId();
        DEPLOYED.create(delivered, "k1");
        StreamPump pump = DEPLOYED.stack.newFeedPump().orElseThrow();
        StreamPump.Round round;
        while ((round = pump.round()) != StreamPump.Round.IDLE) {
            assertThat(round).isNotEqualTo(StreamPump.Round.FAILED);
        }
        assertThat(feedOf(delivered)).isNotEmpty();
        int events = feedOf(delivered).size();

        String lost = Deployed.freshId();
        DEPLOYED.create(lost, "k2");
        assertThat(feedOf(lost)).isEmpty();
        DEPLOYED.stack.runSchedule();

        assertThat(feedOf(lost)).isNotEmpty();
        assertThat(feedOf(delivered)).hasSize(events);
        assertThat(
                        Deployed.json(Deployed.expect(200, DEPLOYED.get("/feed/sweep")))
                                .path("done")
                                .asBoolean())
                .isTrue();
        Deployed.expect(202, DEPLOYED.post("/feed/sweep", ""));

        JsonNode usage = Deployed.json(Deployed.expect(200, DEPLOYED.get("/usage")));
        assertThat(usage.path("totalEvents").asLong()).isEqualTo(2L * events);
        assertThat(usage.path("totalStreams").asLong()).isEqualTo(2);
        assertThat(usage.path("tables").findValuesAsText("table"))
                .containsExactly("EVENTS", "VIEWS", "FEED", "KEYS");
        // There are several processes, and one does not know what the others took.
        assertThat(usage.has("lastHour")).isFalse();
        assertThat(usage.path("dashboard").asText()).contains("#dashboards/dashboard/");
    }
}
