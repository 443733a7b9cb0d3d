package dev.reprise.eventstore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Makes commits for the tests of stores. Their events are plain numbers. */
public final class Commits {

    public static final Instant AT = Instant.parse("2026-01-31T08:15:30.120Z");

    private Commits() {}

    /** The digest of a content. */
    public static Digest digest(String content) {
        return new FramedDigest().add(content).digest();
    }

    /** The digest of a command with this content, of schema version 1. */
    public static CommandDigest commandDigest(String content) {
        return CommandDigest.of(1, digest(content));
    }

    /** The fingerprints of commands with these ids, each of a commit of one event. */
    public static CommandFingerprints fingerprints(String... ids) {
        return CommandFingerprints.NONE.with(
                IntStream.range(0, ids.length)
                        .mapToObj(i -> new CommandFingerprints.Entry(new CommandId(ids[i]), i + 1))
                        .toList());
    }

    /** This number of events: a JSON array of the numbers from 1. */
    public static EncodedEvents events(int count) {
        return new EncodedEvents.Json(
                count,
                IntStream.rangeClosed(1, count)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "[", "]")));
    }

    /** One event of this number of random characters, which hardly deflates. */
    public static EncodedEvents incompressible(int characters) {
        StringBuilder json = new StringBuilder("[\"");
        new Random(42)
                .ints(characters, 'A', 'A' + 64)
                .forEach(c -> json.append(c == '\\' ? '!' : (char) c));
        return new EncodedEvents.Json(1, json.append("\"]").toString());
    }

    /** A commit of this number of events. Its command's content is the command's id. */
    public static NewCommit commit(CommitBoundary after, String commandId, int events) {
        return commit(after, commandId, events(events), AT);
    }

    public static NewCommit commit(
            CommitBoundary after, String commandId, EncodedEvents events, Instant now) {
        return new NewCommit(
                after,
                events,
                new CommandId(commandId),
                commandDigest(commandId),
                Metadata.NONE,
                now);
    }

    /** The same commit with a snapshot of the state after it. */
    public static NewCommit offering(NewCommit commit, Snapshot snapshot, long bytesSinceLast) {
        return new NewCommit(
                commit.after(),
                commit.events(),
                commit.commandId(),
                commit.commandDigest(),
                commit.metadata(),
                commit.now(),
                Optional.of(new SnapshotOffer(snapshot, bytesSinceLast)));
    }

    /** Appends a commit, which must succeed. */
    public static Commit append(EventStore store, NewCommit commit) {
        return switch (store.append(commit)) {
            case AppendResult.Appended(Commit stored) -> stored;
            case AppendResult.AlreadyAppended _, AppendResult.Conflict _, AppendResult.TooLarge _ ->
                    throw new AssertionError("not appended: " + commit);
        };
    }

    /** Appends a commit for each number of events to an empty stream, a millisecond apart. */
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

    /** All commits of a stream. */
    public static List<Commit> all(EventStore store, StreamName stream) {
        return list(store.readAfter(CommitBoundary.startOf(stream)));
    }
}
