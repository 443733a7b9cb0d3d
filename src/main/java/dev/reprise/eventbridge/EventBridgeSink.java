package dev.reprise.eventbridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reprise.consumers.TryAgainLaterException;
import dev.reprise.publishing.CloudEvent;
import dev.reprise.publishing.EventSink;
import dev.reprise.publishing.Receipt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/**
 * Puts events on an event bus.
 *
 * <p>{@code Detail} is the whole CloudEvent, because EventBridge has no other place for its id,
 * subject and extensions, and gives each event an id of its own. {@code TraceHeader} is not set:
 * the SDK sends the header of the function's trace.
 */
final class EventBridgeSink implements EventSink {

    /**
     * The maximum number of entries in one request.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
     */
    static final int MAX_ENTRIES = 10;

    /**
     * All entries of a request together are smaller than this, in bytes. EventBridge takes up to 1
     * MB since January 2026, but not every target does, and an event is billed for each 64 KB.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html">How
     *     EventBridge counts the size of an entry</a>
     */
    static final int MAX_BYTES = 256 * 1024;

    /** After a bus was found, it is not looked for again for this long. */
    static final Duration KNOWN_FOR = Duration.ofMinutes(5);

    /** What a time counts. */
    private static final int TIME_BYTES = 14;

    /**
     * The errors of an entry of which it is not known whether they have to do with this entry.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html">PutEventsResultEntry</a>
     */
    private static final Set<String> FAILURES = Set.of("InternalFailure", "InternalException");

    /**
     * The errors of an entry that have nothing to do with this entry: throttling, and those that
     * are about the bus, the role or the source.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html">PutEventsResultEntry</a>
     */
    private static final Set<String> NOT_OF_THE_ENTRY =
            Set.of(
                    "ThrottlingException",
                    "AccessDeniedException",
                    "InvalidAccountIdException",
                    "NotAuthorizedForSourceException",
                    "ResourceNotFoundException");

    private static final Logger LOG = System.getLogger(EventBridgeSink.class.getName());

    private final EventBridgeClient client;
    private final String bus;
    private final String api;
    private final InstantSource clock;

    /** When the bus was found last. */
    private @Nullable Instant found;

    private boolean warned;

    /**
     * A sink.
     *
     * @param client is closed with the sink
     * @param bus the name or ARN of the bus
     * @param api the address of this service's API
     */
    EventBridgeSink(EventBridgeClient client, String bus, String api, InstantSource clock) {
        this.client = client;
        this.bus = bus;
        this.api = api;
        this.clock = clock;
    }

    /**
     * Looks whether there is such a bus: PutEvents may answer that it took an event for a bus that
     * does not exist. If the role may not look, a bus with an ARN is used without the check,
     * because this is normal for a bus of another account. If the call fails otherwise, the bus is
     * used if it was found before.
     *
     * @see <a href="https://github.com/aws/aws-sdk/issues/186">An event for a bus that does not
     *     exist</a>
     */
    @Override
    public synchronized void check() {
        Instant now = clock.instant();
        if (found != null && now.isBefore(found.plus(KNOWN_FOR))) {
            return;
        }
        try {
            client.describeEventBus(describe -> describe.name(bus));
            found = now;
        } catch (ResourceNotFoundException e) {
            found = null;
            throw new TryAgainLaterException(
                    "there is no event bus %s: make it, or correct the setting".formatted(bus), e);
        } catch (AwsServiceException e) {
            if (code(e).equals("AccessDeniedException")) {
                useUnchecked(e);
            } else if (found == null) {
                throw notNow(e);
            }
        } catch (SdkClientException e) {
            if (found == null) {
                throw unreachable(e);
            }
        }
    }

    private void useUnchecked(AwsServiceException denied) {
        if (!isArn(bus)) {
            throw new TryAgainLaterException(
                    "cannot look whether there is an event bus %s: grant events:DescribeEventBus: %s"
                            .formatted(bus, denied.getMessage()),
                    denied);
        }
        if (!warned) {
            warned = true;
            LOG.log(
                    Level.WARNING,
                    "cannot look whether there is an event bus {0}. If there is none, its events"
                            + " are lost. Grant events:DescribeEventBus: {1}",
                    bus,
                    denied.getMessage());
        }
    }

    static boolean isArn(String bus) {
        return bus.startsWith("arn:");
    }

    @Override
    public int requestSize(List<CloudEvent> events) {
        int bytes = 0;
        int size = 0;
        for (CloudEvent event : events) {
            bytes += bytes(small(event));
            if (size == MAX_ENTRIES || (size > 0 && bytes >= MAX_BYTES)) {
                break;
            }
            size++;
        }
        return size;
    }

    @Override
    public List<Receipt> send(List<CloudEvent> events) {
        List<PutEventsRequestEntry> entries = events.stream().map(this::entry).toList();
        try {
            List<PutEventsResultEntry> results =
                    client.putEvents(put -> put.entries(entries)).entries();
            if (results.size() != entries.size()) {
                throw new IllegalStateException(
                        "EventBridge got %d events, and answered for %d"
                                .formatted(entries.size(), results.size()));
            }
            return IntStream.range(0, results.size())
                    .mapToObj(i -> receipt(events.get(i), results.get(i)))
                    .toList();
        } catch (AwsServiceException e) {
            if (!code(e).equals("ValidationException")) {
                throw notNow(e);
            }
            Receipt refused =
                    new Receipt.Refused("EventBridge refuses the request: " + e.getMessage());
            return events.stream().map(_ -> refused).toList();
        } catch (SdkClientException e) {
            throw unreachable(e);
        }
    }

    private Receipt receipt(CloudEvent event, PutEventsResultEntry result) {
        String code = result.errorCode();
        if (code == null) {
            return new Receipt.Taken();
        }
        String reason =
                "event bus %s did not take event %s: %s: %s"
                        .formatted(bus, event.id(), code, result.errorMessage());
        if (FAILURES.contains(code)) {
            return new Receipt.Failed(reason);
        }
        return NOT_OF_THE_ENTRY.contains(code)
                ? new Receipt.NotNow(reason)
                : new Receipt.Refused(reason);
    }

    private PutEventsRequestEntry entry(CloudEvent event) {
        CloudEvent sent = small(event);
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(sent.source())
                .detailType(sent.type())
                .detail(sent.json())
                .time(sent.time())
                .build();
    }

    /** The event, or if it is too large its reference. */
    private CloudEvent small(CloudEvent event) {
        return bytes(event) < MAX_BYTES ? event : event.byReference(api);
    }

    private static int bytes(CloudEvent event) {
        return TIME_BYTES + bytes(event.source()) + bytes(event.type()) + bytes(event.json());
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    private TryAgainLaterException notNow(AwsServiceException e) {
        return new TryAgainLaterException(
                "event bus %s takes no events now: %s".formatted(bus, e.getMessage()), e);
    }

    private TryAgainLaterException unreachable(SdkClientException e) {
        return new TryAgainLaterException(
                "event bus %s cannot be reached: %s".formatted(bus, e.getMessage()), e);
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
    }

    @Override
    public void close() {
        client.close();
    }
}
