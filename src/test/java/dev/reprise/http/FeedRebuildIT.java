package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.feed.FeedRebuilder;
import dev.reprise.feed.FeedSweep;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A rebuild of the feed over HTTP, on tables of its own. It goes on when the test says so. */
@QuarkusTest
@TestProfile(FeedRebuildIT.OwnTables.class)
class FeedRebuildIT {

    public static final class OwnTables implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("reprise.projections.jobs", "scheduled");
        }
    }

    @Inject TestStream stream;
    @Inject Optional<FeedRebuilder> rebuilder;
    @Inject Optional<FeedSweep> sweep;
    @Inject DynamoDbClient client;

    @ConfigProperty(name = "reprise.feed-table")
    String table;

    private String order() {
        String order = Api.createOrder(1);
        stream.drainToFeed();
        return order;
    }

    private static JsonNode read(String parameters) {
        return Api.get("/feed?limit=200" + parameters).expect(200).json();
    }

    private static List<String> streams(JsonNode feed) {
        return feed.get("events").valueStream().map(event -> event.get("stream").asText()).toList();
    }

    private void rebuild() {
        Answer started = Api.post("/feed/rebuild", "").expect(202);
        assertThat(started.header("Location").orElse("")).endsWith("/feed/rebuild");
        assertThat(started.json().get("done").asBoolean()).isFalse();
        assertThat(Api.post("/feed/rebuild", "").expect(202).json()).isEqualTo(started.json());
        rebuilder.orElseThrow().work(Instant.now().plusSeconds(60));
        assertThat(Api.get("/feed/rebuild").expect(200).json().get("done").asBoolean()).isTrue();
        sweep.orElseThrow().work(Instant.now().plusSeconds(60));
    }

    private void damage(long firstPosition) {
        client.updateItem(update ->
                update.tableName(table)
                        .key(
                                Map.of(
                                        "feed",
                                        AttributeValue.fromS("pages-1"),
                                        "place",
                                        AttributeValue.fromS("%019d".formatted(firstPosition))))
                        .updateExpression("SET e = :damaged")
                        .expressionAttributeValues(
                                Map.of(":damaged", AttributeValue.fromS("damaged"))));
    }

    /** One test, because a rebuild cannot be undone. */
    @Test
    void a_feed_with_a_damaged_page_is_rebuilt_and_its_readers_find_their_place() {
        Api.get("/feed/rebuild").expectProblem(404, "no-feed-rebuild");
        String first = "order-" + order();
        String second = "order-" + order();
        String third = "order-" + order();
        long events = read("").get("head").asLong();
        assertThat(read("").get("feedGeneration").asInt()).isEqualTo(1);
        JsonNode lease = Api.post("/consumers/far/lease", "{\"owner\":\"w\"}").expect(200).json();
        assertThat(lease.get("feedGeneration").asInt()).isEqualTo(1);
        long token = lease.get("token").asLong();
        Api.post(
                        "/consumers/far/checkpoint",
                        "{\"token\":%d,\"position\":%d}".formatted(token, events))
                .expect(200);
        damage(events / 3 + 1);
        Api.get("/feed").expectProblem(500, "broken-feed");

        rebuild();
        waitForTheNewGeneration();

        JsonNode after = read("");
        assertThat(after.get("head").asLong()).isEqualTo(events);
        assertThat(streams(after).stream().distinct()).containsExactly(first, third, second);
        Answer old =
                Api.get("/feed?feedGeneration=1&after=" + events)
                        .expectProblem(400, "malformed-request");
        assertThat(old.json().get("detail").asText())
                .contains("Continue after position %d of generation 2".formatted(events * 2 / 3));
        Api.get("/feed?feedGeneration=3").expectProblem(400, "malformed-request");
        Api.get("/correlations/c1?feedGeneration=1").expectProblem(400, "malformed-request");
        assertThat(streams(read("&feedGeneration=2&after=" + events * 2 / 3)).stream().distinct())
                .containsExactly(second);

        Api.post(
                        "/consumers/far/checkpoint",
                        "{\"token\":%d,\"position\":%d}".formatted(token, events))
                .expectProblem(409, "consumer-leased");
        JsonNode again = Api.post("/consumers/far/lease", "{\"owner\":\"w\"}").expect(200).json();
        assertThat(again.get("feedGeneration").asInt()).isEqualTo(2);
        assertThat(again.get("position").asLong()).isEqualTo(events * 2 / 3);

        Api.post("/consumers/far/reset", "{\"position\":1,\"feedGeneration\":1}")
                .expectProblem(400, "malformed-request");
        Api.post("/consumers/far/reset", "{\"position\":1,\"feedGeneration\":2}").expect(200);

        String fourth = "order-" + order();
        assertThat(streams(read("&after=" + events)).stream().distinct()).containsExactly(fourth);
    }

    /** A process reads the number of the live generation every five seconds. */
    private static void waitForTheNewGeneration() {
        Answer answer;
        do {
            answer = Api.get("/feed?feedGeneration=2&wait=1");
        } while (answer.status() != 200);
    }
}
