package dev.reprise.eventstore;

import java.util.List;
import java.util.Set;

/** The outcome of {@link EventStore#appendAll}. */
public sealed interface JointAppendResult {

    /**
     * This call stored all commits.
     *
     * @param commits in the order of {@link JointCommit#commits}
     */
    record Appended(List<Commit> commits) implements JointAppendResult {
        public Appended {
            commits = List.copyOf(commits);
        }
    }

    /**
     * The same command had stored a commit in each of the streams already. The outcome is {@code
     * stored}, not the commits of this call. Nothing was written.
     *
     * @param stored in the order of {@link JointCommit#commits}
     */
    record AlreadyAppended(List<Commit> stored) implements JointAppendResult {
        public AlreadyAppended {
            stored = List.copyOf(stored);
        }
    }

    /**
     * Nothing was written, because other commits were appended to some of the streams.
     *
     * @param changedStreams the named streams that do not end at their boundaries any more; one or
     *     more
     */
    record Conflict(Set<StreamName> changedStreams) implements JointAppendResult {
        public Conflict {
            changedStreams = Set.copyOf(changedStreams);
        }
    }

    /**
     * A commit, or all commits together, are larger than the store allows. Nothing was sent.
     *
     * @param bytes the size of that commit, or of all commits
     * @param limit the largest size allowed, in bytes
     */
    record TooLarge(int bytes, int limit) implements JointAppendResult {}
}
