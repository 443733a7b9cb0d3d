package dev.reprise.eventstore;

import java.util.List;
import java.util.stream.Stream;

/**
 * Commits of one command to several streams, appended together or not at all.
 *
 * @param commits at least one, each for a different stream, all with the same command id
 * @param unchanged the boundaries of further streams; nothing is appended if one of these streams
 *     has a commit after its boundary
 */
public record JointCommit(List<NewCommit> commits, List<CommitBoundary> unchanged) {

    /** How many streams there may be at most: the limit of a DynamoDB transaction. */
    public static final int MAX_STREAMS = 100;

    public JointCommit {
        commits = List.copyOf(commits);
        unchanged = List.copyOf(unchanged);
        if (commits.isEmpty()) {
            throw new IllegalArgumentException("a joint commit must hold at least one commit");
        }
        int streams = commits.size() + unchanged.size();
        if (streams > MAX_STREAMS) {
            throw new IllegalArgumentException(
                    "a joint commit may name at most " + MAX_STREAMS + " streams, not " + streams);
        }
        if (boundaries(commits, unchanged).map(CommitBoundary::stream).distinct().count()
                < streams) {
            throw new IllegalArgumentException(
                    "a joint commit must name each stream once: "
                            + boundaries(commits, unchanged).toList());
        }
        if (commits.stream().map(NewCommit::commandId).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "all commits of a joint commit must have the same command id, not "
                            + commits.stream().map(NewCommit::commandId).distinct().toList());
        }
    }

    /** The boundaries of all named streams: those of the commits, then the unchanged ones. */
    public List<CommitBoundary> boundaries() {
        return boundaries(commits, unchanged).toList();
    }

    private static Stream<CommitBoundary> boundaries(
            List<NewCommit> commits, List<CommitBoundary> unchanged) {
        return Stream.concat(commits.stream().map(NewCommit::after), unchanged.stream());
    }
}
