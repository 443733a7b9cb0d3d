package dev.reprise.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.SharingProjection;
import dev.reprise.serialization.ExactJson;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read model of orders that keeps a view of its own, a record that is stored as JSON. A subclass
 * has the view, its fold, and what an order contributes.
 *
 * @param <V> the view
 */
abstract class OrderReadModel<V> implements SharingProjection<Order.Event, V> {

    private final String name;
    private final int schemaVersion;
    private final Function<JsonNode, Class<? extends V>> type;
    private final OrderEventCodec codec = new OrderEventCodec();

    /**
     * A read model.
     *
     * @param type which record of the view has these fields
     */
    OrderReadModel(String name, int schemaVersion, Function<JsonNode, Class<? extends V>> type) {
        this.name = name;
        this.schemaVersion = schemaVersion;
        this.type = type;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int schemaVersion() {
        return schemaVersion;
    }

    @Override
    public final String category() {
        return OrderId.CATEGORY;
    }

    @Override
    public final EventCodec<Order.Event> codec() {
        return codec;
    }

    @Override
    public final String encode(V view) {
        return ExactJson.write(OrderJson.MAPPER, view);
    }

    @Override
    public final V decode(String encoded) {
        return OrderJson.read(OrderJson.MAPPER, encoded, type, "a row of " + name);
    }

    @Override
    public final List<IndexEntry> indexEntries(StreamName stream, V view) {
        return List.of();
    }

    static IllegalStateException impossible(
            @Nullable Object view, RecordedEvent<Order.Event> event) {
        return new IllegalStateException(
                event.event().getClass().getSimpleName()
                        + " cannot follow: the order is "
                        + (view == null ? "not created" : view.getClass().getSimpleName()));
    }
}
