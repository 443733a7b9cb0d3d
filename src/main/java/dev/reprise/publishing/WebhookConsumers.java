package dev.reprise.publishing;

import dev.reprise.consumers.ConsumerSource;
import dev.reprise.consumers.FeedConsumer;
import java.time.InstantSource;
import java.util.List;

/** A consumer for each webhook that is not switched off. */
public final class WebhookConsumers implements ConsumerSource {

    private final Webhooks webhooks;
    private final CloudEvents events;
    private final HttpSender sender;
    private final InstantSource clock;

    public WebhookConsumers(
            Webhooks webhooks, CloudEvents events, HttpSender sender, InstantSource clock) {
        this.webhooks = webhooks;
        this.events = events;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public List<FeedConsumer> consumers() {
        return webhooks.all().stream()
                .filter(webhook -> webhook.switchedOff().isEmpty())
                .<FeedConsumer>map(
                        webhook -> new WebhookConsumer(webhook, events, sender, webhooks, clock))
                .toList();
    }
}
