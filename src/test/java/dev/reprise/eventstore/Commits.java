package dev.reprise.eventstore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Commits for the tests of stores, whatever their events mean. */
public final class Commits {

    public static final Instant AT = Instant.parse("2026-01-31T08:15:30.120Z");

    private Commits() {}

    /** The hash of a command of this content. */
    public static Digest digest(String content) {
        return new FramedDigest().add(content).digest();
    }

    /** So many events, which bear their numbers from 1. */
    public static EncodedEvents events(int count) {
        return new EncodedEvents.Json(
                count,
                IntStream.rangeClosed(1, count)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "[", "]")));
    }

    /** One event of so many characters, each of six bits of chance: it hardly deflates. */
    public static EncodedEvents incompressible(int characters) {
        StringBuilder json = new StringBuilder("[\"");
        new Random(42)
                .ints(characters, 'A', 'A' + 64)
                .forEach(c -> json.append(c == '\\' ? '!' : (char) c));
        return new EncodedEvents.Json(1, json.append("\"]").toString());
    }

    /** A commit of so many events, its command's content being its id. */
    public static NewCommit commit(CommitBoundary after, String commandId, int events) {
        return commit(after, commandId, events(events), AT);
    }

    public static NewCommit commit(
            CommitBoundary after, String commandId, EncodedEvents events, Instant clock) {
        return new NewCommit(
                after, events, new CommandId(commandId), digest(commandId), Metadata.NONE, clock);
    }

    /** The same commit with a snapshot of the state after it. */
    public static NewCommit offering(NewCommit commit, Snapshot snapshot, long bytesSinceLast) {
        return new NewCommit(
                commit.after(),
                commit.events(),
                commit.commandId(),
                commit.commandHash(),
                commit.metadata(),
                commit.clock(),
                Optional.of(new SnapshotOffer(snapshot, bytesSinceLast)));
    }

    /** Appends it, which must succeed. */
    public static Commit append(EventStore store, NewCommit commit) {
        return switch (store.append(commit)) {
            case AppendResult.Appended(Commit stored) -> stored;
            case AppendResult.AlreadyAppended _, AppendResult.Conflict _, AppendResult.TooLarge _ ->
                    throw new AssertionError("not appended: " + commit);
        };
    }

    /** Appends commits of these numbers of events to an empty stream, a millisecond apart. */
    public static List<Commit> appendAll(EventStore store, StreamName stream, int... counts) {
        CommitBoundary[] end = {CommitBoundary.startOf(stream)};
        return IntStream.range(0, counts.length)
                .mapToObj(i -> {
                    Commit stored =
                            append(
                                    store,
                                    commit(
                                            end[0],
                                            "command-" + i,
                                            events(counts[i]),
                                            AT.plusMillis(i)));
                    end[0] = stored.end();
                    return stored;
                })
                .toList();
    }

    public static List<Commit> list(Iterable<Commit> commits) {
        return StreamSupport.stream(commits.spliterator(), false).toList();
    }

    /** The whole stream. */
    public static List<Commit> all(EventStore store, StreamName stream) {
        return list(store.readAfter(CommitBoundary.startOf(stream)));
    }
}
