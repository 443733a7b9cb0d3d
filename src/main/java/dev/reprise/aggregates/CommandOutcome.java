package dev.reprise.aggregates;

import dev.reprise.eventstore.RecordedEvent;
import java.util.List;

/**
 * What an accepted command comes to.
 *
 * @param after the stream after the command; in a dry run, as it would be
 * @param wouldRecord the events that the command would record, in order; empty if this is not a dry
 *     run, if there is nothing to record, or if the command was recorded already
 */
public record CommandOutcome<S, E>(VersionedState<S> after, List<RecordedEvent<E>> wouldRecord) {

    public CommandOutcome {
        wouldRecord = List.copyOf(wouldRecord);
    }

    /** The outcome of a command that has nothing left to record. */
    static <S, E> CommandOutcome<S, E> of(VersionedState<S> after) {
        return new CommandOutcome<>(after, List.of());
    }
}
