package dev.reprise.projections;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read model with one row for each stream: a pure fold of the stream's events, without a clock,
 * randomness or I/O. Folding the same events again gives the same row, byte for byte.
 *
 * @param <E> the events of the streams that it follows
 * @param <V> what a row shows
 */
public interface Projection<E, V> {

    /**
     * The projection's name, which no other projection has and which never changes: 1 to 64
     * letters, digits and dashes, such as {@code order-summaries}. The keys of the rows begin with
     * it.
     */
    String name();

    /**
     * The schema version of the rows, from 1. Raise it with every change of what {@link #evolve},
     * {@link #encode} or {@link #indexEntries} returns.
     */
    int schemaVersion();

    /** The category of the streams that the projection follows. */
    String category();

    /** How the events of these streams are stored. */
    EventCodec<E> codec();

    /**
     * The row after one more event.
     *
     * @param view null before the stream's first event
     * @throws IllegalStateException if the event cannot follow the ones before it
     */
    V evolve(@Nullable V view, RecordedEvent<E> event);

    /** Writes what a row shows, the same each time. */
    String encode(V view);

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    V decode(String encoded);

    /**
     * Where the row of a stream stands in the projection's indexes: at most one entry for each
     * {@link Index}; none if it is found by its stream alone.
     */
    List<IndexEntry> indexEntries(StreamName stream, V view);
}
