package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.feed.FeedSweep;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A consumer that runs elsewhere, over HTTP. */
@QuarkusTest
@TestProfile(FeedIT.OwnTables.class)
class ConsumersIT {

    @Inject TestStream stream;
    @Inject Optional<FeedSweep> sweep;

    private final String name = "consumer-" + UUID.randomUUID();
    private final String path = "/consumers/" + name;

    @BeforeEach
    void someEvents() {
        Api.createOrder(2);
        Api.createOrder(2);
        stream.drainToFeed();
    }

    private static long head() {
        return Api.get("/feed?limit=1").expect(200).json().get("head").asLong();
    }

    private Answer lease(String owner) {
        return Api.post(path + "/lease", "{\"owner\":\"" + owner + "\"}");
    }

    private Answer checkpoint(long token, long position) {
        return Api.post(
                path + "/checkpoint", "{\"token\":%d,\"position\":%d}".formatted(token, position));
    }

    @Test
    void a_consumer_elsewhere_keeps_its_position_here() {
        JsonNode leased = lease("w1").expect(200).json();
        assertThat(leased.get("position").asLong()).isZero();
        assertThat(leased.get("lag").asLong()).isEqualTo(head());
        assertThat(leased.get("leasedBy").asText()).isEqualTo("w1");
        long token = leased.get("token").asLong();

        assertThat(checkpoint(token, 1).expect(200).json().get("position").asLong()).isEqualTo(1);

        JsonNode shown = Api.get(path).expect(200).json();
        assertThat(shown.get("position").asLong()).isEqualTo(1);
        assertThat(shown.get("parked")).isEmpty();
        assertThat(shown.at("/segments/0/leasedBy").asText()).isEqualTo("w1");
        assertThat(Api.get("/consumers").expect(200).json().get("consumers"))
                .anySatisfy(consumer -> assertThat(consumer).isEqualTo(shown));
    }

    @Test
    void an_old_token_saves_nothing() {
        long token = lease("w1").expect(200).json().get("token").asLong();
        lease("w2").expectProblem(409, "consumer-leased");
        Api.post(
                        path + "/checkpoint",
                        "{\"token\":%d,\"position\":0,\"seconds\":0}".formatted(token))
                .expect(200);
        lease("w2").expect(200);

        checkpoint(token, 1).expectProblem(409, "consumer-leased");

        assertThat(Api.get(path).expect(200).json().get("position").asLong()).isZero();
    }

    @Test
    void a_position_is_set_by_a_reset_and_does_not_go_back_otherwise() {
        long token = lease("w1").expect(200).json().get("token").asLong();
        checkpoint(token, 2).expect(200);
        checkpoint(token, 1).expectProblem(400, "malformed-request");
        checkpoint(token, head() + 1).expectProblem(400, "malformed-request");

        JsonNode reset = Api.post(path + "/reset", "{\"position\":1}").expect(200).json();
        assertThat(reset.get("position").asLong()).isEqualTo(1);
        assertThat(reset.at("/segments/0").has("leasedBy")).isFalse();
        checkpoint(token, 2).expectProblem(409, "consumer-leased");
    }

    @Test
    void a_time_finds_its_position() {
        lease("w1").expect(200);
        JsonNode last = Api.get("/feed?after=" + (head() - 1)).expect(200).json().at("/events/0");
        String time = last.get("timestamp").asText();

        long position =
                Api.post(path + "/reset", "{\"time\":\"" + time + "\"}")
                        .expect(200)
                        .json()
                        .get("position")
                        .asLong();

        JsonNode next = Api.get("/feed?limit=1&after=" + position).expect(200).json();
        assertThat(next.at("/events/0/timestamp").asText()).isGreaterThanOrEqualTo(time);
        JsonNode before = Api.get("/feed?limit=1&after=" + (position - 1)).expect(200).json();
        assertThat(before.at("/events/0/timestamp").asText()).isLessThan(time);

        assertThat(
                        Api.post(path + "/reset", "{\"time\":\"1999-01-01T00:00:00Z\"}")
                                .expect(200)
                                .json()
                                .get("position")
                                .asLong())
                .isZero();
        assertThat(
                        Api.post(path + "/reset", "{\"time\":\"2999-01-01T00:00:00Z\"}")
                                .expect(200)
                                .json()
                                .get("lag")
                                .asLong())
                .isZero();
    }

    @Test
    void workers_elsewhere_share_a_consumer_by_segments() {
        long token = lease("w1").expect(200).json().get("token").asLong();
        JsonNode waiting = share(2).expect(200).json();
        assertThat(waiting.get("wantedSegments").asInt()).isEqualTo(2);
        assertThat(waiting.get("segments")).hasSize(1);
        Api.post(
                        path + "/checkpoint",
                        "{\"token\":%d,\"position\":1,\"seconds\":0}".formatted(token))
                .expect(200);

        JsonNode first = lease("w1").expect(200).json();
        JsonNode second = lease("w2").expect(200).json();
        assertThat(first.get("segment")).isNotEqualTo(second.get("segment"));
        assertThat(Api.get(path).expect(200).json().has("wantedSegments")).isFalse();

        long head = head();
        assertThat(segmentCheckpoint(first, head).expect(200).json().get("lag").asLong()).isZero();
        assertThat(Api.get(path).expect(200).json().get("position").asLong()).isEqualTo(1);
        Answer late = checkpoint(1, head).expectProblem(409, "consumer-leased");
        assertThat(late.json().get("detail").asText())
                .startsWith(name + " has other segments: 0/2, 1/2. ");
        assertThat(streams(first)).doesNotContainAnyElementsOf(streams(second));
        assertThat(streams(first).size() + streams(second).size())
                .isEqualTo(streams("/feed?limit=100").size());
    }

    private Answer share(int count) {
        return Api.post(path + "/segments", "{\"count\":" + count + "}");
    }

    private Answer segmentCheckpoint(JsonNode leased, long position) {
        return Api.post(
                path + "/checkpoint",
                "{\"segment\":%s,\"token\":%s,\"position\":%d}"
                        .formatted(leased.get("segment"), leased.get("token"), position));
    }

    private static Set<String> streams(JsonNode leased) {
        return streams("/feed?limit=100&segment=" + leased.get("segment").asText());
    }

    private static Set<String> streams(String feed) {
        Set<String> streams = new HashSet<>();
        Api.get(feed)
                .expect(200)
                .json()
                .get("events")
                .forEach(event -> streams.add(event.get("stream").asText()));
        return streams;
    }

    @Test
    void a_wrong_number_of_segments_is_refused() {
        lease("w1").expect(200);
        for (String wrong : List.of("0", "3", "32", "-1", "null", "\"2\"")) {
            Api.post(path + "/segments", "{\"count\":" + wrong + "}")
                    .expectProblem(400, "malformed-request");
        }
        Api.post(path + "/checkpoint", "{\"segment\":\"2/2\",\"token\":1,\"position\":0}")
                .expectProblem(400, "malformed-request");
        Api.get("/feed?segment=1/3").expectProblem(400, "malformed-request");
    }

    @Test
    void what_is_not_there_is_not_found() {
        Api.get(path).expectProblem(404, "consumer-not-found");
        Api.post(path + "/redrive", "").expectProblem(404, "consumer-not-found");
        Api.post(path + "/reset", "{\"position\":0}").expectProblem(404, "consumer-not-found");
        checkpoint(1, 0).expectProblem(404, "consumer-not-found");
        lease("w1").expect(200);
        Api.post(path + "/redrive", "").expectProblem(409, "not-parked");
        Api.post(path + "/streams/order-x/redrive", "").expectProblem(409, "not-parked");
        Api.post(path + "/streams/order/redrive", "").expectProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lease      | {}
                    lease      | {"owner":""}
                    lease      | {"owner":"a","seconds":0}
                    lease      | {"owner":"a","seconds":3601}
                    lease      | {"owner":"a","second":1}
                    reset      | {}
                    reset      | {"position":0,"time":"2026-01-01T00:00:00Z"}
                    reset      | {"position":-1}
                    reset      | {"position":99999999}
                    reset      | {"position":"0"}
                    reset      | {"time":"yesterday"}
                    checkpoint | {"token":1}
                    checkpoint | {"position":1}
                    checkpoint | {"token":1,"position":-1}
                    checkpoint | {"token":1,"position":1,"seconds":-1}
                    """)
    void a_wrong_body_is_refused(String call, String body) {
        lease("w1").expect(200);
        Api.post(path + "/" + call, body).expectProblem(400, "malformed-request");
    }

    @Test
    void a_wrong_name_is_refused() {
        Api.post("/consumers/a.b/lease", "{\"owner\":\"a\"}")
                .expectProblem(400, "malformed-request");
        Api.post("/consumers/" + "a".repeat(65) + "/lease", "{\"owner\":\"a\"}")
                .expectProblem(400, "malformed-request");
    }
}
