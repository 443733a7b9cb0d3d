package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.LoggedRecords;
import dev.reprise.consumers.ConsumerRunner.End;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.Consumers;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks from the feed to a real server that answers well, badly, late, or without an end. */
class WebhookTest extends PublishingFixture {

    private final InMemoryWebhookStore store = new InMemoryWebhookStore();
    private final Webhooks webhooks = new Webhooks(store, states, new Random(7), () -> now);
    private final HttpSender sender =
            HttpSender.of(AllowedAddresses.PUBLIC_AND_LOOPBACK, Duration.ofSeconds(3));
    private final Consumers consumers =
            new Consumers(
                    List.of(),
                    List.of(
                            new WebhookConsumers(
                                    webhooks, cloudEvents, sender, ONCE_MORE, () -> now)),
                    states,
                    feeds,
                    () -> now);
    private LocalReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new LocalReceiver();
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
        sender.close();
    }

    private Webhook put(String... types) {
        WebhookTarget target =
                new WebhookTarget(
                        AllowedAddresses.PUBLIC_AND_LOOPBACK.url(
                                "http://127.0.0.1:" + receiver.port() + "/hook"),
                        Set.of(),
                        Set.of(types));
        return webhooks.put("one", target, this::head).webhook();
    }

    private FeedPosition head() {
        return new FeedPosition(feed.generation(), feed.head());
    }

    private End run() {
        receiver.clear();
        return consumers.ours().stream()
                .map(consumer -> runner.run(consumer, now.plusSeconds(60)))
                .reduce(End.CAUGHT_UP, (_, last) -> last);
    }

    private List<String> received() {
        return receiver.requests().stream().map(request -> request.header("webhook-id")).toList();
    }

    private ConsumerState state() {
        return consumers.find("webhook-one").orElseThrow().segments().getFirst();
    }

    private static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text);
    }

    @Test
    void an_event_is_sent_as_a_cloud_event_without_personal_values() throws Exception {
        Webhook made = put();
        append(
                A,
                moved(1),
                "{\"eventType\":\"Made\",\"revision\":2,\"owner\":\"~s~canary\",\"size\":5}",
                "{\"eventType\":\"Made\",\"owner\":\"canary\"}");

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(received()).containsExactly("thing-a@1", "thing-a@2", "thing-a@3");
        assertThat(json(receiver.requests().get(1).body()))
                .isEqualTo(
                        json(
                                """
                                {"specversion":"1.0","id":"thing-a@2","source":"urn:test","type":"Made","subject":"a",
                                 "time":"2026-01-31T08:15:30.120Z","datacontenttype":"application/json",
                                 "sequencenumber":"2","position":"2","correlationid":"cor","causationid":"cau",
                                 "data":{"size":5}}
                                """));
        assertThat(receiver.requests()).noneMatch(request -> request.body().contains("canary"));
        for (LocalReceiver.Request request : receiver.requests()) {
            assertThat(request.line()).isEqualTo("POST /hook HTTP/1.1");
            assertThat(request.header("content-type"))
                    .isEqualTo("application/cloudevents+json; charset=utf-8");
            byte[] body = request.body().getBytes(UTF_8);
            long seconds = now.getEpochSecond();
            String secret = made.secret().text();
            assertThat(WebhookReceiver.isGenuine(request.headers(), body, secret, seconds))
                    .isTrue();
            assertThat(WebhookReceiver.isGenuine(request.headers(), body, secret, seconds + 301))
                    .isFalse();
            body[0]++;
            assertThat(WebhookReceiver.isGenuine(request.headers(), body, secret, seconds))
                    .isFalse();
        }
    }

    @Test
    void the_page_shows_the_receiver_that_was_run() throws IOException {
        String code =
                Files.readString(
                        Path.of("src/test/java/dev/reprise/publishing/WebhookReceiver.java"));
        String method =
                code.substring(code.indexOf("    public static boolean"), code.lastIndexOf('}'));
        assertThat(Files.readString(Path.of("docs/webhooks.md")))
                .contains(method.stripTrailing().stripIndent());
    }

    /** The example of the specification of Standard Webhooks. */
    @Test
    void a_signature_is_that_of_standard_webhooks() {
        assertThat(
                        new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                                .signature(
                                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                        1614265330,
                                        "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void a_webhook_begins_at_the_head_and_gets_the_types_that_it_wants() {
        append(A, moved(1));
        put("Moved");
        append(A, moved(2), "{\"eventType\":\"Made\",\"owner\":\"x\"}", moved(4));
        append(B, moved(1));
        append(new StreamName("other", "x"), moved(1));

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(received()).containsExactly("thing-a@2", "thing-a@4", "thing-%C3%BC%205%25@1");
        assertThat(receiver.requests().getLast().body()).contains("\"thing-\u00fc 5%@1\"");
        run();
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void a_receiver_that_is_busy_gets_the_event_later_and_nothing_is_parked(int status) {
        put();
        append(A, moved(1));
        append(A, moved(2));
        append(B, moved(1));
        receiver.answers(LocalReceiver.status(status));
        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(received()).containsExactly("thing-a@1", "thing-a@1");
        assertThat(state().parked()).isEmpty();

        receiver.answers(LocalReceiver.status(200));
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(received()).containsExactly("thing-a@1", "thing-a@2", "thing-%C3%BC%205%25@1");
    }

    @Test
    void a_receiver_that_takes_a_few_requests_in_each_run_gets_a_large_commit_in_the_end() {
        put();
        append(A, moves(5));
        receiver.answers((_, out) ->
                LocalReceiver.write(out, receiver.requests().size() > 2 ? 429 : 200, ""));

        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(received()).startsWith("thing-a@1", "thing-a@2", "thing-a@3");
        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(received()).startsWith("thing-a@3", "thing-a@4", "thing-a@5");
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(received()).containsExactly("thing-a@5");
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_webhook_that_was_changed_gets_a_commit_from_its_first_event_on() {
        put();
        append(A, moves(2));
        receiver.answers((_, out) ->
                LocalReceiver.write(out, receiver.requests().size() > 1 ? 429 : 200, ""));
        assertThat(run()).isEqualTo(End.INTERRUPTED);

        put();
        receiver.answers(LocalReceiver.status(200));
        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(received()).containsExactly("thing-a@1", "thing-a@2");
    }

    @Test
    void the_reason_for_which_a_webhook_waits_is_logged() {
        put();
        append(A, moved(1));
        receiver.answers(LocalReceiver.status(503));

        assertThat(LoggedRecords.messages(EventDelivery.class, this::run))
                .containsExactly("consumer webhook-one goes on later: webhook one answered 503");
    }

    @Test
    void a_receiver_that_answers_late_gets_the_event_later() {
        put();
        append(A, moved(1));
        receiver.answers((_, out) -> {
            receiver.awaitClosed();
            LocalReceiver.write(out, 200, "");
        });
        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(state().parked()).isEmpty();

        receiver.answers(LocalReceiver.status(200));
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(received()).containsExactly("thing-a@1");
    }

    @Test
    void a_receiver_that_is_not_there_gets_the_event_later() throws IOException {
        put();
        append(A, moved(1));
        receiver.close();
        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(state().parked()).isEmpty();

        receiver = new LocalReceiver();
        put();
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(received()).containsExactly("thing-a@1");
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 400, 404, 500})
    void a_stream_whose_event_is_refused_is_parked_and_nothing_is_lost(int status) {
        put();
        append(A, moved(1), moved(2), moved(3));
        append(B, moved(1));
        append(A, moved(4));
        receiver.answers((request, out) -> {
            boolean refused = request.header("webhook-id").equals("thing-a@2");
            LocalReceiver.write(out, refused ? status : 200, "Location: http://127.0.0.1:1/\r\n");
        });
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        // The first event of the commit was taken, and is not sent again.
        assertThat(received())
                .containsExactly("thing-a@1", "thing-a@2", "thing-a@2", "thing-%C3%BC%205%25@1");
        assertThat(parkedError(state()))
                .contains("webhook one answered " + status)
                .matches(error -> (status == 307) == error.contains("redirect"));

        receiver.answers(LocalReceiver.status(200));
        now = now.plusSeconds(60);
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(received()).containsExactly("thing-a@2", "thing-a@3", "thing-a@4");
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_receiver_that_has_gone_switches_its_webhook_off_until_it_is_put_again() {
        put();
        append(A, moved(1));
        receiver.answers(LocalReceiver.status(410));
        assertThat(run()).isEqualTo(End.INTERRUPTED);
        assertThat(webhooks.find("one").flatMap(Webhook::switchedOff))
                .contains("the receiver answered 410 Gone");
        run();
        assertThat(received()).isEmpty();

        receiver.answers(LocalReceiver.status(200));
        Webhook again = put();
        assertThat(again.switchedOff()).isEmpty();
        run();
        assertThat(received()).containsExactly("thing-a@1");
    }

    @Test
    void a_webhook_that_was_changed_meanwhile_is_not_switched_off() {
        Webhook before = put();
        Webhook after = put("Moved");

        webhooks.switchOff(before, "gone");

        assertThat(webhooks.find("one")).contains(after);
    }

    @Test
    void a_flood_of_headers_is_bounded_and_parks_the_stream() {
        put();
        append(A, moved(1));
        receiver.answers((_, out) -> {
            out.write("HTTP/1.1 200 X\r\n".getBytes(UTF_8));
            while (true) {
                out.write("X: y\r\n".getBytes(UTF_8));
            }
        });
        assertThat(run()).isEqualTo(End.CAUGHT_UP);
        assertThat(parkedError(state()))
                .contains("sent an answer that is not HTTP or has too many headers");

        receiver.answers(LocalReceiver.status(200));
        now = now.plusSeconds(60);
        run();
        assertThat(received()).containsExactly("thing-a@1");
        assertThat(state().parked()).isEmpty();
    }

    @Test
    void a_flood_in_answer_is_bounded_and_the_event_was_taken() {
        put();
        append(A, moved(1));
        receiver.answers((_, out) -> {
            LocalReceiver.write(out, 200, "Transfer-Encoding: chunked\r\n");
            byte[] chunk = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(UTF_8);
            while (true) {
                out.write(chunk);
            }
        });

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(received()).containsExactly("thing-a@1");
    }

    @Test
    void a_commit_that_takes_too_long_is_parked() {
        put();
        append(A, IntStream.range(0, 12).mapToObj(WebhookTest::moved).toArray(String[]::new));
        receiver.answers((_, out) -> {
            now = now.plusSeconds(15);
            LocalReceiver.write(out, 200, "");
        });

        assertThat(run()).isEqualTo(End.CAUGHT_UP);

        assertThat(received()).hasSize(6).doesNotHaveDuplicates();
        assertThat(parkedError(state()))
                .contains("did not take the 12 events of the commit in 35 seconds");
    }

    @Test
    void a_new_webhook_of_an_old_name_begins_where_it_is_made() {
        put();
        append(A, moved(1));
        run();
        webhooks.remove("one");
        assertThat(consumers.find("webhook-one")).isEmpty();
        append(A, moved(2));
        consumers.lease("webhook-one", "somebody", Duration.ofMinutes(9));

        Webhook second = put();

        assertThat(second.start()).isEqualTo(new FeedPosition(1, 2));
        append(A, moved(3));
        run();
        assertThat(received()).containsExactly("thing-a@3");
    }

    @Test
    void a_run_of_an_earlier_webhook_cannot_save_for_a_new_one_of_its_name() {
        put();
        append(A, moved(1));
        run();
        ConsumerState old = state();
        webhooks.remove("one");
        now = now.plusSeconds(1);
        put();

        assertThat(state().revision()).isGreaterThan(old.revision());
    }

    @Test
    void a_secret_is_not_shown_in_errors() {
        Webhook made = put();
        assertThat(made.toString()).doesNotContain(made.secret().text().substring(6));
        assertThat(Optional.of(made.secret().text()).filter(text -> text.startsWith("whsec_")))
                .isPresent();
    }
}
