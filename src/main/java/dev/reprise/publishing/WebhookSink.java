package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reprise.consumers.TryAgainLaterException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Sends each event to a webhook, in a signed request of its own. */
final class WebhookSink implements EventSink {

    private static final int GONE = 410;

    private final Webhook webhook;
    private final HttpSink requests;
    private final Webhooks webhooks;
    private final InstantSource clock;

    /**
     * A sink.
     *
     * @param sender is not closed with the sink
     */
    WebhookSink(Webhook webhook, HttpSender sender, Webhooks webhooks, InstantSource clock) {
        this.webhook = webhook;
        this.requests = new HttpSink(sender, webhook.url(), "webhook " + webhook.name());
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public List<Receipt> send(List<CloudEvent> events) {
        return events.stream().map(this::send).toList();
    }

    private Receipt send(CloudEvent event) {
        int status = requests.post(event, headers(event));
        if (status == GONE) {
            webhooks.switchOff(webhook, "the receiver answered 410 Gone");
            throw new TryAgainLaterException(
                    "webhook %s is switched off: it answered 410 Gone".formatted(webhook.name()));
        }
        return requests.receipt(status);
    }

    private Map<String, String> headers(CloudEvent event) {
        String id = headerText(event.id());
        long seconds = clock.instant().getEpochSecond();
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                webhook.secret().signature(id, seconds, event.json()));
    }

    /**
     * An id as text of a header. The percent sign, and characters that a header cannot hold, are
     * percent-encoded.
     */
    private static String headerText(String id) {
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
