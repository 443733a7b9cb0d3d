package dev.reprise.projections;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
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
     * Its name for ever, and no other projection's: 1 to 64 letters, digits and dashes, such as
     * {@code order-summaries}. It is in the keys of its rows.
     */
    String name();

    /**
     * Which rows the code makes: a change of what it folds or how a row is written is another
     * schema version. From 1.
     */
    int schemaVersion();

    /** The category of the streams that it follows. All others pass by. */
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

    /** Under what else the row is to be found. At most one entry for each {@link Index}. */
    List<IndexEntry> indexEntries(V view);
}
