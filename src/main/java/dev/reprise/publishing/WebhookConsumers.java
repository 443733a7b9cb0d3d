package dev.reprise.publishing;

import dev.reprise.consumers.ConsumerSource;
import dev.reprise.consumers.FeedConsumer;
import dev.reprise.eventstore.RetryPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A consumer for each webhook that is not switched off. */
public final class WebhookConsumers implements ConsumerSource {

    private final Webhooks webhooks;
    private final CloudEvents events;
    private final HttpSender sender;
    private final RetryPolicy retries;
    private final InstantSource clock;

    /** For each name, what earlier runs have sent to the webhook. */
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /** What was sent to a webhook since it was changed. */
    private record Sent(Webhook webhook, TakenEvents taken) {

        boolean isTo(Webhook other) {
            return webhook.equals(other);
        }
    }

    /**
     * The webhooks as consumers.
     *
     * @param sender is not closed
     * @param retries how often an event is sent again that the receiver may take later
     */
    public WebhookConsumers(
            Webhooks webhooks,
            CloudEvents events,
            HttpSender sender,
            RetryPolicy retries,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.events = events;
        this.sender = sender;
        this.retries = retries;
        this.clock = clock;
    }

    @Override
    public List<FeedConsumer> consumers() {
        List<Webhook> on =
                webhooks.all().stream().filter(webhook -> webhook.switchedOff().isEmpty()).toList();
        sent.keySet().retainAll(on.stream().map(Webhook::name).collect(Collectors.toSet()));
        return on.stream()
                .<FeedConsumer>map(
                        webhook -> new WebhookConsumer(webhook, events, delivery(webhook)))
                .toList();
    }

    private EventDelivery delivery(Webhook webhook) {
        return new EventDelivery(
                webhook.consumer(),
                () -> new WebhookSink(webhook, sender, webhooks, clock),
                retries,
                clock,
                taken(webhook));
    }

    private TakenEvents taken(Webhook webhook) {
        return sent.merge(
                        webhook.name(),
                        new Sent(webhook, new TakenEvents()),
                        (before, anew) -> before.isTo(webhook) ? before : anew)
                .taken();
    }
}
