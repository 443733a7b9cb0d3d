package dev.reprise.eventstore;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one command appends to several streams: all of it or nothing.
 *
 * @param commits at least one, each of another stream, all with one command id
 * @param unchanged the ends of further streams; nothing is appended unless they still end there
 */
public record JointCommit(List<NewCommit> commits, List<CommitBoundary> unchanged) {

    /** How many streams it names at most: as many as DynamoDB takes in one transaction. */
    public static final int MAX_STREAMS = 100;

    public JointCommit {
        commits = List.copyOf(commits);
        unchanged = List.copyOf(unchanged);
        if (commits.isEmpty()) {
            throw new IllegalArgumentException("nothing is to be appended");
        }
        int streams = commits.size() + unchanged.size();
        if (streams > MAX_STREAMS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_STREAMS + " streams can be named, not " + streams);
        }
        if (boundaries(commits, unchanged).map(CommitBoundary::stream).distinct().count()
                < streams) {
            throw new IllegalArgumentException("a stream is named twice");
        }
        if (commits.stream().map(NewCommit::commandId).distinct().count() > 1) {
            throw new IllegalArgumentException("the commits are of several commands");
        }
    }

    /** Where every stream that it names has to end. */
    public List<CommitBoundary> boundaries() {
        return boundaries(commits, unchanged).toList();
    }

    private static Stream<CommitBoundary> boundaries(
            List<NewCommit> commits, List<CommitBoundary> unchanged) {
        return Stream.concat(commits.stream().map(NewCommit::after), unchanged.stream());
    }
}
