package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.UndecodableEventsException;
import dev.reprise.local.TestStream;
import dev.reprise.serialization.EventSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which answers of the feed a cache may keep. The tests have events that never change. */
@QuarkusTest
@TestProfile(FeedCacheIT.OwnTables.class)
class FeedCacheIT {

    /** A profile, because each has tables of its own. */
    public static final class OwnTables implements QuarkusTestProfile {}

    private static final String LASTING = "lasting";
    private static final String IMMUTABLE = "private, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    /** Events of the category {@value #LASTING}, which have nothing that is erased. */
    @Singleton
    static final class LastingEvents {

        private static final EventSchema SAID = EventSchema.of("Said");

        @Produces
        @Singleton
        FeedView<String> view() {
            return new FeedView<>(
                    LASTING, new SaidCodec(), EventsView.of("id", _ -> SAID.body()), false);
        }
    }

    /** Cannot decode the events of the commits that {@link #unknown} makes. */
    private static final class SaidCodec implements EventCodec<String> {

        @Override
        public EncodedEvents encode(List<String> events) {
            return new EncodedEvents.Json(events.size(), said(events.size(), "Said"));
        }

        @Override
        public List<String> decode(EncodedEvents encoded) {
            if (new String(encoded.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .contains("Unknown")) {
                throw new UndecodableEventsException("it is not known", null);
            }
            return Collections.nCopies(encoded.count(), "said");
        }
    }

    private static String said(int count, String type) {
        return Collections.nCopies(count, "{\"eventType\":\"" + type + "\"}").toString();
    }

    @Inject EventStore store;
    @Inject TestStream stream;

    private long before;

    @BeforeEach
    void all_is_in_the_feed() {
        lasting(1);
        stream.drainToFeed();
        before = Api.get("/feed?limit=1").expect(200).json().get("head").asLong();
    }

    private void lasting(int events) {
        append(LASTING, "correlation", new SaidCodec().encode(Collections.nCopies(events, "said")));
    }

    private void unknown() {
        append(LASTING, "correlation", new EncodedEvents.Json(1, said(1, "Unknown")));
    }

    private void append(String category, String correlationId, EncodedEvents events) {
        Commits.append(
                store,
                new NewCommit(
                        CommitBoundary.startOf(new StreamName(category, Api.freshId())),
                        events,
                        CommandId.generate(),
                        Commits.commandDigest("x"),
                        new Metadata(correlationId, null, null),
                        Instant.now()));
    }

    private Answer feed(String parameters, String... headers) {
        return Api.get("/feed?feedGeneration=1&after=" + before + parameters, headers);
    }

    private static void assertAskedAgain(Answer answer) {
        assertThat(answer.header("Cache-Control")).as(answer.body()).hasValue(ASK_AGAIN);
    }

    private static void assertKept(Answer answer) {
        assertThat(answer.expect(200).header("Cache-Control"))
                .as(answer.body())
                .hasValue(IMMUTABLE);
        // What a caller sees depends on his tenant, and on his scopes.
        assertThat(answer.header("Vary").orElse("")).contains("Authorization");
    }

    @Test
    void an_answer_that_never_changes_is_kept() {
        lasting(3);
        lasting(2);
        stream.drainToFeed();

        for (String parameters : List.of("&limit=2", "&limit=3", "&limit=4", "&limit=4&wait=1")) {
            assertKept(feed(parameters));
            assertThat(feed(parameters).body()).isEqualTo(feed(parameters).body());
        }
        assertKept(feed("&limit=2&category=" + LASTING + "&type=Said&correlation=correlation"));
        assertKept(Api.get("/correlations/correlation?feedGeneration=1&limit=3&after=" + before));
        Answer head =
                FunctionCall.of("HEAD", "/feed", "feedGeneration=1&limit=2&after=" + before, null)
                        .answer()
                        .expect(200);
        assertThat(head.header("Cache-Control")).hasValue(IMMUTABLE);
        assertThat(head.header("Vary").orElse("")).contains("Authorization");
    }

    /** After a rebuild, the same call shows other events. */
    @Test
    void an_answer_to_a_call_without_the_generation_is_asked_for_again() {
        lasting(3);
        stream.drainToFeed();

        assertAskedAgain(Api.get("/feed?limit=2&after=" + before).expect(200));
        assertAskedAgain(Api.get("/correlations/correlation?limit=2&after=" + before).expect(200));
    }

    @Test
    void an_answer_with_the_last_event_is_asked_for_again() {
        lasting(3);
        stream.drainToFeed();

        assertAskedAgain(feed("").expect(200));
        assertAskedAgain(feed("&limit=3").expect(200));
        assertAskedAgain(
                Api.get("/correlations/correlation?feedGeneration=1&after=" + before).expect(200));
        assertKept(feed("&limit=2"));
    }

    @Test
    void an_answer_without_events_is_asked_for_again() {
        for (int i = 0; i < 12; i++) {
            lasting(1);
            stream.drainToFeed(); // each in a page of its own
        }

        Answer none = feed("&type=Nothing").expect(200);
        assertThat(none.json().get("caughtUp").asBoolean()).isFalse();
        assertThat(none.elements("events")).isEmpty();
        assertAskedAgain(none);
        assertKept(feed("&type=Said"));
    }

    @Test
    void an_answer_with_a_value_that_can_be_erased_is_asked_for_again() {
        lasting(1);
        String order = Api.createOrder(1);
        lasting(1);
        stream.drainToFeed();

        assertAskedAgain(feed("&limit=3").expect(200));
        assertAskedAgain(feed("&limit=1&stream=order-" + order).expect(200));
        assertKept(feed("&limit=1&category=" + LASTING));
    }

    @Test
    void an_answer_whose_events_this_release_cannot_decode_is_asked_for_again() {
        lasting(1);
        unknown();
        append("foreign", "another", new EncodedEvents.Json(1, said(1, "Said")));
        lasting(1);
        stream.drainToFeed();

        assertKept(feed("&limit=1"));
        assertAskedAgain(feed("&limit=2").expect(200));
        assertAskedAgain(feed("&limit=1&type=Unknown").expect(200));
        assertAskedAgain(feed("&limit=1&category=foreign").expect(200));
        assertAskedAgain(
                Api.get("/correlations/another?feedGeneration=1&limit=1&after=" + before)
                        .expect(200));
    }

    @Test
    void a_refusal_is_asked_for_again() {
        lasting(3);
        stream.drainToFeed();

        assertAskedAgain(feed("&limit=0").expect(400));
        assertAskedAgain(Api.get("/feed?after=" + Long.MAX_VALUE / 2).expect(400));
        assertAskedAgain(feed("&limit=2", "If-Match", "\"1\"").expect(412));
        Answer unchanged = feed("&limit=2", "If-None-Match", "*").expect(304);
        assertThat(unchanged.header("Cache-Control")).hasValue(IMMUTABLE);
        assertThat(unchanged.header("Vary").map(vary -> vary.toLowerCase(Locale.ROOT)).orElse(""))
                .contains("authorization");
    }
}
