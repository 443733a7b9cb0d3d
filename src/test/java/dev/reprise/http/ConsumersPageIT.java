package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.consumers.ConsumerStore;
import dev.reprise.consumers.ParkedStream;
import dev.reprise.consumers.Segment;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The consumers in a browser. */
@QuarkusTest
@TestProfile(FeedIT.OwnTables.class)
class ConsumersPageIT {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Inject TestStream stream;
    @Inject Optional<ConsumerStore> store;

    private final String name = "page-" + UUID.randomUUID();

    private Locator card(ExplorerPage page) {
        return page.find("article[aria-labelledby=consumer-" + name + "]");
    }

    private void save(ParkedStream... parked) {
        Map<StreamName, ParkedStream> streams = new HashMap<>();
        for (ParkedStream each : parked) {
            streams.put(each.stream(), each);
        }
        store.orElseThrow()
                .save(
                        new ConsumerState(
                                name,
                                Segment.ALL,
                                1,
                                1,
                                1,
                                Optional.of(new Lease("w1", now.plusSeconds(60))),
                                1,
                                streams,
                                now,
                                1));
    }

    private ParkedStream parked(String id) {
        return new ParkedStream(
                new StreamName("order", id),
                1,
                "IllegalStateException: <img src=x onerror=alert(1)>",
                1,
                now,
                now.plusSeconds(60));
    }

    @Test
    void a_consumer_shows_how_far_it_is_and_a_parked_stream_is_redriven() {
        Api.createOrder(2);
        stream.drainToFeed();
        save(parked("a1"), parked("b2"));
        try (ExplorerPage page = new ExplorerPage().open("/")) {
            assertThat(page.find(".attention"))
                    .containsText("2 parked streams in the consumer " + name + ", first order-a1:");
        }
        try (ExplorerPage page = new ExplorerPage().open("/consumers")) {
            Locator card = card(page);
            assertThat(card).containsText("events");
            assertThat(card.locator(".parked")).containsText("order-a1");
            assertThat(card.locator(".parked")).containsText("<img src=x onerror=alert(1)>");
            page.expectAccessible();
            page.keepPicture("consumers");

            card.locator("button[aria-label='Redrive order-a1']").click();
            assertThat(card).containsText("It is tried again in the next run.");
            card.locator("button:text-is('Redrive all')").click();
            assertThat(card).containsText("It is tried again in the next run.");
        }
    }

    @Test
    void a_consumer_of_several_workers_shows_each_segment() {
        Api.createOrder(1);
        stream.drainToFeed();
        Api.post("/consumers/" + name + "/lease", "{\"owner\":\"w\"}").expect(200);
        Api.post("/consumers/" + name + "/reset", "{\"position\":0}").expect(200);
        Api.post("/consumers/" + name + "/segments", "{\"count\":4}").expect(200);
        try (ExplorerPage page = new ExplorerPage().open("/consumers")) {
            for (int number = 0; number < 4; number++) {
                assertThat(card(page)).containsText("Segment " + number + "/4");
            }
            page.expectAccessible();
        }
    }

    @Test
    void a_consumer_that_has_nothing_to_do_says_so() {
        Api.createOrder(1);
        stream.drainToFeed();
        long head = Api.get("/consumers").expect(200).json().get("head").asLong();
        Api.post("/consumers/" + name + "/lease", "{\"owner\":\"w\"}").expect(200);
        Api.post("/consumers/" + name + "/reset", "{\"position\":" + head + "}").expect(200);
        try (ExplorerPage page = new ExplorerPage().open("/consumers")) {
            assertThat(card(page)).containsText("nothing");
            assertThat(card(page).locator(".parked")).hasCount(0);
        }
    }
}
