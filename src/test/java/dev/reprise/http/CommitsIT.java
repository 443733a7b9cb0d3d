package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Streams are listed, taken out and put in over HTTP. */
@QuarkusTest
class CommitsIT {

    private static Answer put(String stream, long seq, String body) {
        return Api.call(
                "PUT", "/streams/" + stream + "/commits/" + seq, BodyPublishers.ofString(body));
    }

    private static String body(JsonNode commit) {
        return "{\"hash\":%s,\"content\":%s}".formatted(commit.get("hash"), commit.get("content"));
    }

    @Test
    void commits_are_shown_as_they_are_stored() {
        String orderId = Api.createOrder(1);
        Api.post("/orders/" + orderId + "/shipment", "{\"shippingAddress\":\"1 Sea Road\"}")
                .expect(200);

        JsonNode page = Api.get("/streams/order-" + orderId + "/commits").expect(200).json();
        JsonNode verified =
                Api.get("/streams/order-" + orderId + "/verification").expect(200).json();

        assertThat(page.get("stream").textValue()).isEqualTo("order-" + orderId);
        assertThat(page.get("commits")).hasSize(2);
        assertThat(page.has("next")).isFalse();
        JsonNode first = page.get("commits").get(0);
        assertThat(first.get("sequenceNumber").intValue()).isEqualTo(1);
        assertThat(first.get("count").intValue()).isEqualTo(2);
        assertThat(first.get("events").get(1).get("itemId").textValue()).isEqualTo("i1");
        JsonNode second = page.get("commits").get(1);
        assertThat(second.get("previous")).isEqualTo(first.get("hash"));
        assertThat(second.get("hash")).isEqualTo(verified.get("hash"));
        // The address is personal, and is shown as it is stored.
        assertThat(page.toString()).doesNotContain("Sea Road");
        assertThat(second.get("events").get(0).get("shippingAddress").textValue()).isNotBlank();
    }

    @Test
    void commits_are_read_page_by_page_and_after_a_sequence_number() {
        String orderId = Api.createOrder(1);
        Api.addItem(orderId, "i2").expect(200);
        Api.addItem(orderId, "i3").expect(200);
        String path = "/streams/order-" + orderId + "/commits";

        Answer first = Api.get(path + "?limit=2").expect(200);
        String cursor = first.json().get("next").textValue();
        JsonNode second = Api.get(path + "?limit=2&cursor=" + cursor).expect(200).json();

        assertThat(first.header("Link"))
                .hasValue("<commits?limit=2&cursor=" + cursor + ">; rel=\"next\"");
        assertThat(second.get("commits")).hasSize(1);
        assertThat(second.get("commits").get(0).get("sequenceNumber").intValue()).isEqualTo(4);
        assertThat(Api.get(path + "?after=2").expect(200).json().get("commits")).hasSize(2);
        assertThat(Api.get(path + "?after=4").expect(200).json().get("commits")).isEmpty();
        Refusal.malformed("parameter after", () -> Api.get(path + "?after=-1"));
        Refusal.malformed("parameter cursor", () -> Api.get(path + "?after=2&cursor=" + cursor));
    }

    @Test
    void a_stream_without_events_is_not_found() {
        Api.get("/streams/order-" + Api.freshId() + "/commits")
                .expectProblem(404, "stream-not-found");
        Refusal.malformed("parameter stream", () -> Api.get("/streams/order/commits"));
    }

    @Test
    void a_commit_that_was_lost_is_restored_as_it_was() {
        String orderId = Api.createOrder(1);
        Api.addItem(orderId, "i2").expect(200);
        String stream = "order-" + orderId;
        JsonNode commits = Api.get("/streams/" + stream + "/commits").expect(200).json();
        var items = StoredCommits.of(orderId);
        JsonNode last = commits.get("commits").get(1);

        assertThat(put(stream, 3, body(last)).status()).isEqualTo(200);
        StoredCommits.remove(orderId, 3);
        Answer restored = put(stream, 3, body(last)).expect(201);

        assertThat(restored.json().get("stream").textValue()).isEqualTo(stream);
        assertThat(restored.json().get("version").intValue()).isEqualTo(3);
        assertThat(restored.json().get("hash")).isEqualTo(last.get("hash"));
        assertThat(StoredCommits.of(orderId)).isEqualTo(items);
    }

    @Test
    void a_commit_that_does_not_fit_is_refused() {
        String orderId = Api.createOrder(1);
        Api.addItem(orderId, "i2").expect(200);
        String stream = "order-" + orderId;
        JsonNode commits =
                Api.get("/streams/" + stream + "/commits").expect(200).json().get("commits");
        JsonNode last = commits.get(1);
        StoredCommits.remove(orderId, 3);

        Answer hash =
                put(stream, 3, body(last).replace(last.get("hash").textValue(), "0".repeat(64)))
                        .expectProblem(422, "commit-hash-mismatch");
        assertThat(hash.json().get("field").textValue()).isEqualTo("hash");
        assertThat(hash.json().get("detail").textValue()).contains(last.get("hash").textValue());

        StoredCommits.remove(orderId, 1);
        Answer gap = put(stream, 3, body(last)).expectProblem(409, "commit-out-of-order");
        assertThat(gap.json().get("actualVersion").intValue()).isZero();

        Api.post("/orders", Api.newOrder(orderId, 3)).expect(201);
        Answer other = put(stream, 1, body(commits.get(0))).expectProblem(409, "commit-differs");
        assertThat(other.json().get("actualVersion").intValue()).isEqualTo(4);
    }

    @Test
    void what_is_no_commit_is_malformed() {
        String stream = "order-" + Api.freshId();
        String hash = "\"hash\":\"" + "0".repeat(64) + "\"";

        Refusal.malformed("field hash", () -> put(stream, 1, "{\"content\":\"AAAA\"}"));
        Refusal.malformed("field hash", () -> put(stream, 1, "{\"hash\":\"0\",\"content\":\"\"}"));
        Refusal.malformed("field content", () -> put(stream, 1, "{" + hash + "}"));
        Refusal.malformed(
                "field content", () -> put(stream, 1, "{" + hash + ",\"content\":\"?\"}"));
        Refusal.malformed(
                "field content", () -> put(stream, 1, "{" + hash + ",\"content\":\"AAAA\"}"));
        Refusal.malformed(
                "parameter sequenceNumber",
                () -> put(stream, 0, "{" + hash + ",\"content\":\"AAAA\"}"));
    }

    @Test
    void every_stream_is_listed_once() {
        Set<String> created = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            created.add("order-" + Api.createOrder(i));
        }

        Set<String> listed = new HashSet<>();
        String target = "/streams?source=EVENTS&limit=3";
        String next = "";
        do {
            JsonNode page =
                    Api.get(target + (next.isEmpty() ? "" : "&cursor=" + next)).expect(200).json();
            for (JsonNode stream : page.get("streams")) {
                assertThat(listed.add(stream.get("stream").textValue())).isTrue();
            }
            next = page.path("next").asText();
        } while (!next.isEmpty());

        assertThat(listed).containsAll(created);
        Refusal.malformed("parameter cursor", () -> Api.get("/streams?cursor=abc"));
        Refusal.malformed("parameter cursor", () -> Api.get("/streams?source=EVENTS&cursor=abc"));
    }
}
