package dev.reprise.eventstore;

import java.util.List;
import java.util.Set;

/** What became of an append to several streams. */
public sealed interface JointAppendResult {

    /**
     * All are stored, by this call.
     *
     * @param commits in the order in which they were given
     */
    record Appended(List<Commit> commits) implements JointAppendResult {
        public Appended {
            commits = List.copyOf(commits);
        }
    }

    /**
     * All had been stored already, by the same command. They are the outcome, not what was sent.
     *
     * @param stored in the order in which their streams were given
     */
    record AlreadyAppended(List<Commit> stored) implements JointAppendResult {
        public AlreadyAppended {
            stored = List.copyOf(stored);
        }
    }

    /**
     * Others have the places in these streams, or have moved on those that were to be unchanged.
     * Nothing was written.
     */
    record Conflict(Set<StreamName> moved) implements JointAppendResult {
        public Conflict {
            moved = Set.copyOf(moved);
        }
    }

    /**
     * The store takes no commit, or not so much at once, of this size. Nothing was sent.
     *
     * @param bytes what the commit, or all of them, would take
     * @param limit what may be taken
     */
    record TooLarge(int bytes, int limit) implements JointAppendResult {}
}
