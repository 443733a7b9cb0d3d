package dev.reprise.publishing;

import dev.reprise.consumers.FeedConsumer;
import dev.reprise.feed.FeedEntry;

/** Sends every event of the feed to one receiver. It is used for one run. */
final class Publisher implements FeedConsumer {

    static final String NAME = "publisher";

    private final CloudEvents events;
    private final EventDelivery delivery;

    Publisher(CloudEvents events, EventDelivery delivery) {
        this.events = events;
        this.delivery = delivery;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean wants(FeedEntry entry) {
        return events.categories().contains(entry.stream().category());
    }

    @Override
    public void handle(FeedEntry entry) {
        delivery.deliver(entry, events.of(entry));
    }
}
