package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;

/**
 * A projection whose streams also contribute to rows that they share: {@link SearchRow}s, which are
 * found by what a stream contains, and {@link Total}s, to which many streams add.
 *
 * <p>Each stream contributes exactly once, however often its commits are delivered: a row and the
 * changes of what its stream contributes are written in one transaction.
 *
 * @param <E> the events of the streams that it follows
 * @param <V> the view that a row shows
 */
public interface SharingProjection<E, V> extends Projection<E, V> {

    /**
     * What a stream contributes, as its row shows it. Depends on nothing else. Raise the {@link
     * #schemaVersion} with every change of what this method returns.
     */
    Contribution contribution(StreamName stream, V view);
}
