package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedSweep;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The feed over HTTP, on tables of its own. A sweep goes on when a test says so. */
@QuarkusTest
@TestProfile(FeedIT.OwnTables.class)
class FeedIT {

    public static final class OwnTables implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("reprise.projections.jobs", "scheduled");
        }
    }

    @Inject TestStream stream;
    @Inject Optional<FeedSweep> sweep;
    @Inject EventStore store;

    private long head() {
        return Api.get("/feed?limit=1").expect(200).json().get("head").asLong();
    }

    private static List<JsonNode> events(Answer answer) {
        return StreamSupport.stream(answer.expect(200).json().get("events").spliterator(), false)
                .toList();
    }

    /** From a position to the end. */
    private static List<JsonNode> all(long after, String parameters) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        long next = after;
        do {
            Answer answer = Api.get("/feed?limit=3&after=" + next + parameters);
            all.addAll(events(answer));
            page = answer.json();
            next = page.get("next").asLong();
        } while (!page.get("caughtUp").asBoolean());
        assertThat(next).isEqualTo(page.get("head").asLong());
        return all;
    }

    @Test
    void every_event_stands_in_the_feed_as_its_order_shows_it() {
        stream.drainToFeed();
        long before = head();
        String first = Api.createOrder(2);
        String second = Api.createOrder(1);
        Api.addItem(first, "i9").expect(200);
        stream.drainToFeed();

        List<JsonNode> events = all(before, "");
        assertThat(events)
                .extracting(event -> event.get("position").asLong() - before)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(events)
                .extracting(event -> event.get("stream").asText())
                .containsOnly("order-" + first, "order-" + second);
        List<JsonNode> ofFirst = all(before, "&stream=order-" + first);
        List<JsonNode> shown = events(Api.get("/orders/" + first + "/events"));
        assertThat(ofFirst).hasSize(4);
        for (int i = 0; i < 4; i++) {
            JsonNode event = shown.get(i);
            JsonNode inFeed = ofFirst.get(i);
            event.fieldNames()
                    .forEachRemaining(
                            name -> assertThat(inFeed.get(name)).isEqualTo(event.get(name)));
        }
    }

    @Test
    void events_are_found_by_category_and_type() {
        stream.drainToFeed();
        long before = head();
        Api.createOrder(2);
        Api.createOrder(1);
        stream.drainToFeed();

        assertThat(all(before, "&category=order")).hasSize(5);
        assertThat(all(before, "&category=other")).isEmpty();
        assertThat(all(before, "&type=OrderItemAdded")).hasSize(3);
        assertThat(all(before, "&type=OrderCreated&category=order")).hasSize(2);
        assertThat(all(before, "&type=Nothing")).isEmpty();
    }

    @Test
    void a_caller_who_waits_gets_the_next_event() throws Exception {
        stream.drainToFeed();
        long before = head();
        CompletableFuture<Answer> waiting =
                Api.meanwhile(() -> Api.get("/feed?wait=10&after=" + before));
        Api.createOrder(1);
        stream.drainToFeed();

        assertThat(events(waiting.get())).isNotEmpty();
        Answer none = Api.get("/feed?wait=1&after=" + head());
        assertThat(events(none)).isEmpty();
        assertThat(none.json().get("caughtUp").asBoolean()).isTrue();
    }

    @Test
    void a_sweep_puts_into_the_feed_what_was_not_delivered() {
        sweep.orElseThrow().work(Instant.now().plusSeconds(60)); // the first one, which fills it
        String order = Api.createOrder(1);

        Answer started = Api.post("/feed/sweep", "").expect(202);
        assertThat(started.header("Location")).contains("/feed/sweep");
        assertThat(started.json().get("done").asBoolean()).isFalse();
        assertThat(Api.post("/feed/sweep", "").expect(202).json().get("number"))
                .isEqualTo(started.json().get("number"));
        sweep.orElseThrow().work(Instant.now().plusSeconds(60));

        JsonNode done = Api.get("/feed/sweep").expect(200).json();
        assertThat(done.get("done").asBoolean()).isTrue();
        assertThat(done.get("commits").asLong()).isPositive();
        assertThat(all(0, "&stream=order-" + order)).hasSize(2);
        stream.drainToFeed();
        assertThat(all(0, "&stream=order-" + order)).hasSize(2);
    }

    /** All commits with a correlation id, after a position. */
    private static List<JsonNode> correlated(String id, long after, int limit) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        long next = after;
        do {
            page =
                    Api.get("/correlations/" + id + "?limit=" + limit + "&after=" + next)
                            .expect(200)
                            .json();
            page.get("commits").forEach(all::add);
            next = page.get("next").asLong();
        } while (!page.get("caughtUp").asBoolean());
        assertThat(next).isEqualTo(page.get("head").asLong());
        return all;
    }

    /** Appends a commit that another one caused, as a process does. */
    private void append(StreamName name, Metadata metadata) {
        Commits.append(
                store,
                new NewCommit(
                        CommitBoundary.startOf(name),
                        new EncodedEvents.Json(
                                2,
                                "[{\"eventType\":\"Asked\",\"position\":7,\"by\":1},{\"eventType\":\"Told\"}]"),
                        CommandId.generate(),
                        Commits.commandDigest("x"),
                        metadata,
                        Instant.now()));
    }

    @Test
    void the_commits_of_a_correlation_id_are_shown_with_what_caused_them() {
        stream.drainToFeed();
        String id = "checkout/" + Api.freshId();
        String encoded = id.replace("/", "%2F");
        String order = Api.freshId();
        Api.post("/orders", Api.newOrder(order, 1), "X-Correlation-Id", id).expect(201);
        Api.createOrder(1);
        stream.drainToFeed();
        StreamName caused = new StreamName("asking", order);
        append(caused, new Metadata(id, "order-" + order + "@1", null));
        stream.drainToFeed();
        Api.addItem(order, "i2", "X-Correlation-Id", id + "x").expect(200);
        Api.addItem(order, "i3", "X-Correlation-Id", id).expect(200);
        stream.drainToFeed();

        for (int limit : List.of(1, 2, 3, 200)) {
            List<JsonNode> commits = correlated(encoded, 0, limit);
            assertThat(commits)
                    .extracting(commit -> commit.get("stream").asText())
                    .containsExactly("order-" + order, caused.toString(), "order-" + order);
            assertThat(commits)
                    .extracting(commit -> commit.path("causationId").asText("none"))
                    .containsExactly("none", "order-" + order + "@1", "none");
            assertThat(commits)
                    .extracting(commit -> commit.get("sequenceNumber").asLong())
                    .containsExactly(1L, 1L, 4L);
        }
        List<JsonNode> commits = correlated(encoded, 0, 200);
        List<JsonNode> events = all(0, "&correlation=" + encoded);
        assertThat(events).hasSize(5);
        assertThat(events)
                .extracting(event -> event.get("position").asLong())
                .containsExactlyElementsOf(
                        commits.stream()
                                .flatMap(commit -> commit.get("events").valueStream())
                                .map(event -> event.get("position").asLong())
                                .toList());
        assertThat(commits)
                .allSatisfy(commit ->
                        assertThat(commit.get("position"))
                                .isEqualTo(commit.get("events").get(0).get("position")));
        JsonNode told = commits.get(1).get("events");
        assertThat(told.get(0).toString())
                .isEqualTo(
                        "{\"position\":%s,\"sequenceNumber\":1,\"eventType\":\"Asked\",\"by\":1}"
                                .formatted(told.get(0).get("position")));
        long last = commits.get(1).get("position").asLong();
        assertThat(correlated(encoded, last, 200)).as("a commit is whole").hasSize(2);
        assertThat(correlated(encoded, last + 1, 200)).hasSize(1);
        assertThat(correlated(id.substring(9), 0, 200)).isEmpty();
        assertThat(all(0, "&category=asking&correlation=" + encoded)).hasSize(2);
    }

    @Test
    void a_malformed_question_for_a_correlation_id_is_refused() {
        stream.drainToFeed();
        String tooLong = "x".repeat(1_001);
        Refusal.malformed("parameter correlation", () -> Api.get("/feed?correlation=" + tooLong));
        Refusal.malformed("parameter correlationId", () -> Api.get("/correlations/" + tooLong));
        Api.get("/correlations/" + tooLong.substring(1)).expect(200);
        Refusal.malformed(
                "parameter after", () -> Api.get("/correlations/x?after=" + (head() + 1)));
        Refusal.malformed("parameter wait", () -> Api.get("/correlations/x?wait=1"));
    }

    /** All pages of the list of streams. */
    private static List<JsonNode> streams(String parameters) {
        List<JsonNode> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Answer page =
                    Api.get(
                                    "/streams?limit=2"
                                            + parameters
                                            + next.map(cursor -> "&cursor=" + cursor).orElse(""))
                            .expect(200);
            all.addAll(page.elements("streams"));
            next = Optional.ofNullable(page.json().path("next").textValue());
            assertThat(page.header("Link").isPresent()).isEqualTo(next.isPresent());
        } while (next.isPresent());
        return all;
    }

    @Test
    void streams_are_listed_with_their_last_events_in_the_feed() {
        String begin = "b" + Api.freshId().replace("-", "");
        for (String id : List.of(begin + "-1", begin + "-2", begin + "-3", "x" + begin)) {
            Api.post("/orders", Api.newOrder(id, 1)).expect(201);
        }
        Api.addItem(begin + "-2", "i2").expect(200);
        stream.drainToFeed();
        Api.addItem(begin + "-3", "i2").expect(200); // The feed does not have it yet.

        List<JsonNode> listed = streams("&prefix=order-" + begin);
        assertThat(listed)
                .extracting(stream -> stream.get("stream").asText())
                .containsExactlyInAnyOrder(
                        "order-" + begin + "-1", "order-" + begin + "-2", "order-" + begin + "-3");
        for (JsonNode stream : listed) {
            String name = stream.get("stream").asText();
            JsonNode last = all(0, "&stream=" + name).getLast();
            assertThat(stream.get("version")).isEqualTo(last.get("sequenceNumber"));
            assertThat(stream.get("version").asLong()).isEqualTo(name.endsWith("2") ? 3 : 2);
            assertThat(stream.get("lastPosition")).isEqualTo(last.get("position"));
            assertThat(stream.get("lastCommittedAt")).isEqualTo(last.get("timestamp"));
        }
        assertThat(streams("&category=order")).containsAll(listed).hasSizeGreaterThan(3);
        assertThat(streams("")).containsAll(listed);
        assertThat(streams("&category=other")).isEmpty();
        assertThat(streams("&prefix=orders")).isEmpty();
    }

    @Test
    void the_events_table_lists_streams_that_the_feed_lacks() {
        String order = "order-" + Api.createOrder(1);

        assertThat(streams("&source=EVENTS").toString()).contains("{\"stream\":\"" + order + "\"}");
        assertThat(streams("&source=FEED").toString()).doesNotContain(order);
        stream.drainToFeed();
        assertThat(streams("&source=FEED").toString()).contains(order);
    }

    @Test
    void a_cursor_goes_on_with_the_same_list_of_streams_alone() {
        Api.createOrder(1);
        Api.createOrder(1);
        stream.drainToFeed();
        String cursor = Api.get("/streams?limit=1").expect(200).json().get("next").textValue();

        Api.get("/streams?limit=1&cursor=" + cursor).expect(200);
        for (String other : List.of("source=EVENTS", "category=order", "prefix=o")) {
            Refusal.malformed(
                    "parameter cursor", () -> Api.get("/streams?" + other + "&cursor=" + cursor));
        }
    }

    @Test
    void a_list_of_streams_that_nobody_can_give_is_refused() {
        Refusal.malformed(
                "parameter prefix", () -> Api.get("/streams?category=order&prefix=order-1"));
        Refusal.malformed("parameter category", () -> Api.get("/streams?category=order-1"));
        Refusal.malformed("parameter source", () -> Api.get("/streams?source=TABLE"));
        Refusal.malformed("parameter prefix", () -> Api.get("/streams?prefix=" + "x".repeat(901)));
        Api.get("/streams?prefix=" + "x".repeat(900)).expect(200);
        Answer scan = Api.get("/streams?source=EVENTS&category=order").expect(400);
        assertThat(scan.json().get("detail").asText())
                .isEqualTo("category must be left out with source=EVENTS, which lists all streams");
    }

    @Test
    void a_position_after_the_head_is_refused_with_the_head() {
        stream.drainToFeed();
        long head = head();
        Answer refused = Api.get("/feed?after=" + (head + 1)).expect(400);
        assertThat(refused.json().get("detail").asText())
                .contains("must be at most " + head + ", the position of the last event");
    }

    @ParameterizedTest
    @CsvSource({
        "after=-1",
        "after=x",
        "after=9999999999999999999",
        "limit=0",
        "limit=201",
        "wait=11",
        "wait=-1",
        "stream=noname",
        "category=",
        "from=1",
        "after=1&after=2"
    })
    void a_malformed_question_is_refused(String query) {
        Api.get("/feed?" + query).expect(400);
    }
}
