package dev.reprise.publishing;

import dev.reprise.consumers.FeedConsumer;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedPosition;

/** Sends the events that a webhook wants to it. It is used for one run. */
final class WebhookConsumer implements FeedConsumer {

    private final Webhook webhook;
    private final CloudEvents events;
    private final EventDelivery delivery;

    WebhookConsumer(Webhook webhook, CloudEvents events, EventDelivery delivery) {
        this.webhook = webhook;
        this.events = events;
        this.delivery = delivery;
    }

    @Override
    public String name() {
        return webhook.consumer();
    }

    @Override
    public FeedPosition start() {
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
        delivery.deliver(
                entry,
                events.of(entry).stream()
                        .filter(event -> webhook.wantsType(event.type()))
                        .toList());
    }
}
