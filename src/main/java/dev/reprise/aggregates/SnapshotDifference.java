package dev.reprise.aggregates;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Snapshot;
import java.util.Optional;

/** Compares the state of a snapshot with the state of all events up to it. */
final class SnapshotDifference {

    private SnapshotDifference() {}

    /**
     * What is wrong with the snapshot of a commit; empty if nothing. The states are compared as the
     * codec encodes them.
     *
     * @param commit has a snapshot of the codec's schema version
     * @param folded the state after the commit, folded from the stream's first event
     */
    static <S> Optional<String> between(StateCodec<S> codec, Commit commit, S folded) {
        Snapshot snapshot = commit.snapshot().orElseThrow();
        String place =
                "the snapshot of schema version "
                        + snapshot.schemaVersion()
                        + " in commit "
                        + commit.firstSequenceNumber()
                        + " of "
                        + commit.stream();
        try {
            return codec.encode(codec.decode(snapshot.state())).equals(codec.encode(folded))
                    ? Optional.empty()
                    : Optional.of(
                            place
                                    + " has another state than the events up to it. If events are"
                                    + " folded or states encoded differently than when it was stored,"
                                    + " raise the schema version of the state codec.");
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(
                    place
                            + " cannot be compared with the events up to it: "
                            + reason(e)
                            + ". If the encoded state changed, raise the schema version of the state"
                            + " codec.");
        }
    }

    /**
     * Without the name of a class, if there is something else to say: callers of the API read it.
     */
    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
