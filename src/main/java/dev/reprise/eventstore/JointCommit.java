package dev.reprise.eventstore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Commits of one command to several streams, appended together or not at all. Each of them names
 * the others as its {@link Commit#partners}, so who reads one of them knows the whole outcome.
 *
 * @param commits at least one, each for a different stream of one tenant, all with the same command
 *     id
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
        if (boundaries(commits, unchanged).map(at -> at.stream().tenant()).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "all streams of a joint commit must be of one tenant: "
                            + boundaries(commits, unchanged).toList());
        }
        if (commits.stream().map(NewCommit::commandId).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "all commits of a joint commit must have the same command id, not "
                            + commits.stream().map(NewCommit::commandId).distinct().toList());
        }
        commits = withPartners(commits);
    }

    private static List<NewCommit> withPartners(List<NewCommit> commits) {
        Map<StreamName, StreamVersion> versions = new HashMap<>();
        commits.forEach(commit -> versions.put(commit.stream(), commit.version()));
        return commits.stream()
                .map(commit -> {
                    Map<StreamName, StreamVersion> others = new HashMap<>(versions);
                    others.remove(commit.stream());
                    return commit.with(others);
                })
                .toList();
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
