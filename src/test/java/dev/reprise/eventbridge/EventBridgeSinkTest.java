package dev.reprise.eventbridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.LoggedRecords;
import dev.reprise.consumers.TryAgainLaterException;
import dev.reprise.eventbridge.FakeEventBridge.Failure;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.publishing.CloudEvent;
import dev.reprise.publishing.Receipt;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** What is sent to EventBridge, and what its answers mean. */
class EventBridgeSinkTest {

    private static final String BUS = "arn:aws:events:us-east-1:123456789012:event-bus/shop";
    private static final String SOURCE = "urn:test";
    private static final StreamName STREAM = new StreamName(new Tenant("acme"), "thing", "a b&c");
    private static final String TYPE = "Moved";

    /** What EventBridge counts besides the detail. */
    private static final int BESIDES = 14 + SOURCE.length() + TYPE.length();

    private FakeEventBridge fake;
    private EventBridgeSink sink;
    private Instant now = Commits.AT;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEventBridge();
        sink = sink(BUS);
    }

    private EventBridgeSink sink(String bus) {
        return new EventBridgeSink(
                fake.clientBuilder().build(), bus, "https://api.example/v1", () -> now);
    }

    @AfterEach
    void stop() {
        sink.close();
        fake.close();
    }

    private static CloudEvent event(int number) {
        return event(number, "{\"id\":\"thing-a@%d\",\"data\":{}}".formatted(number));
    }

    private static CloudEvent event(int number, String json) {
        return new CloudEvent(
                "thing-a@" + number, SOURCE, TYPE, Commits.AT, STREAM, number, 40 + number, json);
    }

    /** An event whose entry has a size. The last character of its data has two bytes. */
    private static CloudEvent event(int number, int entryBytes) {
        String json =
                "{\"id\":\"thing-a@%d\",\"datacontenttype\":\"application/json\",\"data\":{\"x\":\"%s\u00fc\"}}";
        int empty = json.formatted(number, "").getBytes(UTF_8).length;
        return event(number, json.formatted(number, "x".repeat(entryBytes - BESIDES - empty)));
    }

    private static List<CloudEvent> events(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(EventBridgeSinkTest::event).toList();
    }

    @Test
    void an_entry_has_the_whole_cloud_event() throws IOException {
        assertThat(sink.send(List.of(event(1)))).containsExactly(new Receipt.Taken());

        assertThat(fake.taken)
                .containsExactly(
                        new JsonMapper()
                                .readTree(
                                        """
                                        {"Time":1769847330.120,"Source":"urn:test","DetailType":"Moved",
                                         "Detail":"{\\"id\\":\\"thing-a@1\\",\\"data\\":{}}",
                                         "EventBusName":"arn:aws:events:us-east-1:123456789012:event-bus/shop"}
                                        """));
    }

    @Test
    void a_request_has_up_to_ten_entries() {
        assertThat(sink.requestSize(events(9))).isEqualTo(9);
        assertThat(sink.requestSize(events(10))).isEqualTo(10);
        assertThat(sink.requestSize(events(11))).isEqualTo(10);
    }

    @Test
    void a_request_is_smaller_than_256_kilobytes() {
        int limit = 262_144;
        assertThat(sink.requestSize(List.of(event(1, 1_000), event(2, limit - 1_001))))
                .isEqualTo(2);
        assertThat(sink.requestSize(List.of(event(1, 1_000), event(2, limit - 1_000))))
                .isEqualTo(1);
        assertThat(sink.requestSize(List.of(event(1, limit - 1), event(2)))).isEqualTo(1);
    }

    @Test
    void an_event_that_is_too_large_is_sent_by_reference() {
        CloudEvent fits = event(1, 262_143);
        CloudEvent tooLarge = event(2, 262_144);
        assertThat(sink.requestSize(List.of(tooLarge, event(3)))).isEqualTo(2);

        sink.send(List.of(fits));
        sink.send(List.of(tooLarge));

        assertThat(fake.taken.getFirst().path("Detail").asText()).isEqualTo(fits.json());
        JsonNode reference = FakeEventBridge.detail(fake.taken.getLast());
        assertThat(reference.path("id").asText()).isEqualTo("thing-a@2");
        assertThat(reference.path("dataref").asText())
                .isEqualTo("https://api.example/v1/feed?after=41&limit=1&stream=thing-a%20b%26c");
        assertThat(reference.has("data")).isFalse();
        assertThat(reference.has("datacontenttype")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalFailure", "InternalException"})
    void a_failure_may_have_its_cause_in_the_entry(String code) {
        fake.errorOf = _ -> Optional.of(code);

        assertThat(sink.send(events(1)))
                .containsExactly(
                        new Receipt.Failed(
                                "event bus %s did not take event thing-a@1: %s: why"
                                        .formatted(BUS, code)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ThrottlingException",
                "AccessDeniedException",
                "ResourceNotFoundException",
                "NotAuthorizedForSourceException",
                "InvalidAccountIdException"
            })
    void an_entry_that_is_not_taken_now_is_told_apart_from_the_others(String code) {
        fake.errorOf =
                entry ->
                        FakeEventBridge.ids(List.of(entry)).contains("thing-a@2")
                                ? Optional.of(code)
                                : Optional.empty();

        List<Receipt> receipts = sink.send(events(3));

        assertThat(receipts.getFirst()).isEqualTo(new Receipt.Taken());
        assertThat(receipts.get(1))
                .isEqualTo(
                        new Receipt.NotNow(
                                "event bus %s did not take event thing-a@2: %s: why"
                                        .formatted(BUS, code)));
        assertThat(receipts.getLast()).isEqualTo(new Receipt.Taken());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MalformedDetail",
                "InvalidArgument",
                "NotAuthorizedForDetailTypeException",
                "Unknown"
            })
    void an_entry_that_would_be_refused_again_is_refused(String code) {
        fake.errorOf = _ -> Optional.of(code);

        assertThat(sink.send(events(1)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Receipt.Refused.class,
                        refused -> assertThat(refused.reason()).contains("thing-a@1", code));
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException",
        "500, InternalException",
        "503, ServiceUnavailable",
        "400, AccessDeniedException",
        "400, ExpiredTokenException"
    })
    void a_request_that_fails_as_a_whole_is_sent_later(int status, String code) {
        fake.failure = () -> Optional.of(new Failure(status, code));

        assertThatThrownBy(() -> sink.send(events(2)))
                .isInstanceOf(TryAgainLaterException.class)
                .hasMessageContaining("event bus " + BUS + " takes no events now");
    }

    @Test
    void a_request_that_is_wrong_is_refused() {
        fake.failure = () -> Optional.of(new Failure(400, "ValidationException"));

        assertThat(sink.send(events(2))).hasSize(2).allMatch(Receipt.Refused.class::isInstance);
    }

    @Test
    void an_endpoint_that_is_down_gets_the_events_later() {
        fake.close();

        assertThatThrownBy(() -> sink.send(events(1)))
                .isInstanceOf(TryAgainLaterException.class)
                .hasMessageContaining("event bus " + BUS + " cannot be reached");
        assertThatThrownBy(sink::check).isInstanceOf(TryAgainLaterException.class);
    }

    @Test
    void a_bus_that_is_not_there_is_one_clear_error() {
        fake.describeFailure = Optional.of(new Failure(400, "ResourceNotFoundException"));

        assertThatThrownBy(sink::check)
                .isInstanceOf(TryAgainLaterException.class)
                .hasMessage("there is no event bus " + BUS + ": make it, or correct the setting");
        assertThat(fake.described).containsExactly(BUS);
    }

    @Test
    void a_bus_with_an_arn_that_the_role_may_not_describe_is_used_with_one_warning() {
        fake.describeFailure = Optional.of(new Failure(400, "AccessDeniedException"));

        assertThat(
                        LoggedRecords.messages(
                                EventBridgeSink.class,
                                () -> {
                                    sink.check();
                                    sink.check();
                                }))
                .singleElement()
                .asString()
                .contains(BUS, "its events are lost", "Grant events:DescribeEventBus");
    }

    @Test
    void a_bus_with_a_name_that_the_role_may_not_describe_gets_nothing() {
        fake.describeFailure = Optional.of(new Failure(400, "AccessDeniedException"));

        try (EventBridgeSink named = sink("shop")) {
            assertThatThrownBy(named::check)
                    .isInstanceOf(TryAgainLaterException.class)
                    .hasMessageContaining("event bus shop: grant events:DescribeEventBus");
        }
    }

    @Test
    void a_bus_that_was_found_is_not_looked_for_again_for_five_minutes() {
        sink.check();
        now = now.plusSeconds(299);
        sink.check();
        assertThat(fake.described).hasSize(1);

        now = now.plusSeconds(1);
        fake.describeFailure = Optional.of(new Failure(400, "ResourceNotFoundException"));
        assertThatThrownBy(sink::check).isInstanceOf(TryAgainLaterException.class);
        assertThat(fake.described).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"500, InternalException", "400, ThrottlingException"})
    void a_check_that_fails_holds_up_only_a_bus_that_was_never_found(int status, String code) {
        fake.describeFailure = Optional.of(new Failure(status, code));
        assertThatThrownBy(sink::check).isInstanceOf(TryAgainLaterException.class);

        fake.describeFailure = Optional.empty();
        sink.check();
        now = now.plusSeconds(3_600);
        fake.describeFailure = Optional.of(new Failure(status, code));
        assertThatCode(sink::check).doesNotThrowAnyException();
        assertThat(fake.described.size()).isGreaterThan(2);
    }

    @Test
    void the_client_of_a_bus_with_an_arn_has_the_region_of_the_bus() {
        try (EventBridgeClient client =
                EventBridgeBeans.client("arn:aws:events:eu-west-3:123456789012:event-bus/shop")) {
            assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_WEST_3);
        }
    }
}
