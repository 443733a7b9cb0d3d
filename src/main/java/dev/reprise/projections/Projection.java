package dev.reprise.projections;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read model with one row for each stream: a pure fold of the stream's events, without a clock,
 * randomness or I/O. Folding the same events again gives the same row, byte for byte. A projection
 * that {@link #showsPersonalData} also depends on the keys of people: its rows change when one is
 * forgotten.
 *
 * @param <E> the events of the streams that it follows
 * @param <V> the view that a row shows
 */
public interface Projection<E, V> {

    /**
     * The projection's name: unique, and never changed, because the keys of the rows begin with it.
     * 1 to 64 letters, digits and dashes, such as {@code order-summaries}.
     */
    String name();

    /**
     * Whether its rows hold personal values that can be read. These rows are folded anew when a
     * person is forgotten. Other rows hold such values as the events do, encrypted.
     */
    default boolean showsPersonalData() {
        return false;
    }

    /**
     * The schema version of the rows, from 1. Raise it with every change of what {@link #evolve},
     * {@link #encode} or {@link #indexEntries} returns.
     */
    int schemaVersion();

    /** The category of the streams that the projection follows. */
    String category();

    /**
     * Whether the partitions of its index entries mix the streams of all tenants. Only for what the
     * service itself has to find, such as due deadlines: no call of a tenant may list these rows.
     * They are listed as those of a deployment without tenants, and a position contains the
     * stream's whole name.
     */
    default boolean mixesTenants() {
        return false;
    }

    /** Encodes and decodes the events of these streams. */
    EventCodec<E> codec();

    /**
     * Returns the view after one more event.
     *
     * @param view null before the stream's first event
     * @throws IllegalStateException if the event cannot follow the ones before it
     */
    V evolve(@Nullable V view, RecordedEvent<E> event);

    /** Writes a view as text. The same view always gives the same text. */
    String encode(V view);

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if {@code encoded} is anything else
     */
    V decode(String encoded);

    /**
     * The entries of a stream's row in the projection's indexes: at most one for each {@link
     * Index}; none if the row is found by its stream alone.
     */
    List<IndexEntry> indexEntries(StreamName stream, V view);
}
