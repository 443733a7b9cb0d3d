package dev.reprise.eventstore;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * An event store that forgets everything with the process: for the tests of what is built on one.
 * It keeps the whole contract of {@link EventStore}, takes commits of up to 400 KiB of events, and
 * is safe for use by many threads.
 */
public final class InMemoryEventStore implements EventStore {

    private static final int MAX_COMMIT_BYTES = 400 * 1024;

    private final Map<StreamName, ConcurrentNavigableMap<Long, Commit>> streams =
            new ConcurrentHashMap<>();

    @Override
    public AppendResult append(NewCommit commit) {
        int bytes = commit.events().size();
        if (bytes > MAX_COMMIT_BYTES) {
            return new AppendResult.TooLarge(bytes, MAX_COMMIT_BYTES);
        }
        Digest previous = commit.after().hash();
        Commit stored = commit.stored(hash(previous, commit.stored(previous)));
        Commit holder =
                streams.computeIfAbsent(commit.stream(), _ -> new ConcurrentSkipListMap<>())
                        .putIfAbsent(commit.firstSequenceNumber(), stored);
        if (holder == null) {
            return new AppendResult.Appended(stored);
        }
        return commit.isStoredAs(holder)
                ? new AppendResult.AlreadyAppended(holder)
                : new AppendResult.Conflict(holder);
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        return () ->
                commits(boundary.stream())
                        .tailMap(boundary.version().nextSequenceNumber())
                        .values()
                        .iterator();
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return () ->
                commits(stream).values().stream()
                        .dropWhile(commit -> commit.version().value() < sequenceNumber)
                        .iterator();
    }

    @Override
    public Verification verify(StreamName stream) {
        HashChain chain = new HashChain(stream);
        Collection<Commit> commits = commits(stream).values();
        for (Commit commit : commits) {
            Optional<Verification.Broken> broken =
                    chain.next(
                            new HashChain.Link(
                                    commit.firstSequenceNumber(),
                                    commit.events().count(),
                                    commit.hash(),
                                    previous -> hash(previous, commit)));
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return chain.intact();
    }

    private ConcurrentNavigableMap<Long, Commit> commits(StreamName stream) {
        return streams.getOrDefault(stream, new ConcurrentSkipListMap<>());
    }

    /** Over everything in the commit but its own hash. */
    private static Digest hash(Digest previous, Commit commit) {
        FramedDigest digest = new FramedDigest().add(previous.bytes());
        switch (commit.events()) {
            case EncodedEvents.Json(_, String json) -> digest.add(json);
            case EncodedEvents.Binary binary -> digest.add(binary.format()).add(binary.bytes());
        }
        return digest.add(Long.toString(commit.firstSequenceNumber()))
                .add(Integer.toString(commit.events().count()))
                .add(commit.at().toString())
                .add(commit.commandId().value())
                .add(commit.commandHash().bytes())
                .add(text(commit.metadata().correlationId()))
                .add(text(commit.metadata().causationId()))
                .add(text(commit.metadata().actor()))
                .digest();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
