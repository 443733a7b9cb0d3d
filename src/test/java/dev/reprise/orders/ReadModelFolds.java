package dev.reprise.orders;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.projections.SharingProjection;
import org.jspecify.annotations.Nullable;

/** Folds the events of one order, of which each is recorded a second after the one before. */
final class ReadModelFolds {

    private ReadModelFolds() {}

    /** The view after these events; it is stored and read after each of them. */
    static <V> V folded(SharingProjection<Order.Event, V> projection, Order.Event... events) {
        V view = folded(projection, null, events[0], 0);
        for (int i = 1; i < events.length; i++) {
            view = folded(projection, view, events[i], i);
        }
        return view;
    }

    private static <V> V folded(
            SharingProjection<Order.Event, V> projection,
            @Nullable V before,
            Order.Event event,
            int index) {
        V after =
                projection.evolve(
                        before,
                        new RecordedEvent<>(
                                OrderSamples.ORDER.stream(),
                                index + 1,
                                event,
                                Commits.AT.plusSeconds(index),
                                new CommandId("command-" + index),
                                Metadata.NONE));
        return projection.decode(projection.encode(after));
    }
}
