package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reprise.consumers.FeedConsumer;
import dev.reprise.consumers.TryAgainLaterException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sends events to a webhook, in one request for each event. It is used for one run. */
final class WebhookConsumer implements FeedConsumer {

    /**
     * If the events of a commit take longer, the commit fails. The runner has to save before its
     * lease ends.
     */
    static final Duration TIME_PER_COMMIT = Duration.ofSeconds(40);

    private final Webhook webhook;
    private final CloudEvents events;
    private final HttpSender sender;
    private final Webhooks webhooks;
    private final InstantSource clock;

    /** For each stream whose commit was not taken as a whole, the last event that was taken. */
    private final Map<StreamName, Long> taken = new ConcurrentHashMap<>();

    private volatile boolean unanswered;

    WebhookConsumer(
            Webhook webhook,
            CloudEvents events,
            HttpSender sender,
            Webhooks webhooks,
            InstantSource clock) {
        this.webhook = webhook;
        this.events = events;
        this.sender = sender;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public String name() {
        return webhook.consumer();
    }

    @Override
    public long start() {
        return webhook.start();
    }

    @Override
    public boolean wants(FeedEntry entry) {
        String category = entry.stream().category();
        return webhook.categories().isEmpty()
                ? events.categories().contains(category)
                : webhook.categories().contains(category);
    }

    @Override
    public void handle(FeedEntry entry) {
        Instant end = clock.instant().plus(TIME_PER_COMMIT);
        for (CloudEvent event : events.of(entry)) {
            boolean isTaken = taken.getOrDefault(entry.stream(), 0L) >= event.sequenceNumber();
            if (isTaken || !webhook.wantsType(event.type())) {
                continue;
            }
            if (clock.instant().isAfter(end)) {
                throw new DeliveryFailedException(
                        "webhook %s did not take the %d events of the commit in %d seconds"
                                .formatted(
                                        webhook.name(),
                                        entry.count(),
                                        TIME_PER_COMMIT.toSeconds()));
            }
            send(event);
            taken.put(entry.stream(), event.sequenceNumber());
        }
        taken.remove(entry.stream());
    }

    private void send(CloudEvent event) {
        if (unanswered) {
            throw new TryAgainLaterException(
                    "webhook " + webhook.name() + " did not answer an earlier request of this run");
        }
        String id = headerText(event.id());
        long seconds = clock.instant().getEpochSecond();
        Map<String, String> headers =
                Map.of(
                        "content-type",
                        CloudEvent.MEDIA_TYPE,
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        Long.toString(seconds),
                        "webhook-signature",
                        webhook.secret().signature(id, seconds, event.json()));
        try {
            judge(sender.post(webhook.url(), headers, event.json().getBytes(UTF_8)));
        } catch (IOException e) {
            unanswered = true;
            throw new TryAgainLaterException(
                    "webhook %s cannot be reached, or does not answer in time: %s"
                            .formatted(webhook.name(), e),
                    e);
        }
    }

    private void judge(int status) {
        if (HttpSender.isTaken(status)) {
            return;
        }
        if (status == 410) {
            unanswered = true;
            webhooks.switchOff(webhook, "the receiver answered 410 Gone");
            throw new TryAgainLaterException(
                    "webhook %s is switched off: it answered 410 Gone".formatted(webhook.name()));
        }
        if (HttpSender.isTemporary(status)) {
            unanswered = true;
            throw new TryAgainLaterException(
                    "webhook %s answered %d".formatted(webhook.name(), status));
        }
        throw new DeliveryFailedException(
                "webhook %s %s".formatted(webhook.name(), HttpSender.refusal(status)));
    }

    /**
     * An id as text of a header. The percent sign, and characters that a header cannot hold, are
     * percent-encoded.
     */
    static String headerText(String id) {
        StringBuilder text = new StringBuilder();
        for (byte b : id.getBytes(UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '%') {
                text.append((char) b);
            } else {
                text.append('%').append("%02X".formatted(b));
            }
        }
        return text.toString();
    }
}
