package dev.reprise.eventstore;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event store in memory, for tests of aggregates and projections. It keeps the whole contract of
 * {@link EventStore} and is safe for use by many threads. Its commits are lost with the process.
 */
public final class InMemoryEventStore implements EventStore {

    private static final int DEFAULT_MAX_COMMIT_BYTES = 400 * 1024;
    private static final int MAX_JOINT_BYTES = 4 * 1024 * 1024;

    private final int maxCommitBytes;
    private final Map<StreamName, ConcurrentNavigableMap<Long, Commit>> streams =
            new ConcurrentHashMap<>();

    /** An empty store whose commits may be as large as an item of DynamoDB: 400 KB. */
    public InMemoryEventStore() {
        this(DEFAULT_MAX_COMMIT_BYTES);
    }

    /**
     * An empty store.
     *
     * @param maxCommitBytes the largest size of a commit's events and snapshot together
     */
    public InMemoryEventStore(int maxCommitBytes) {
        this.maxCommitBytes = maxCommitBytes;
    }

    /** The names of all streams that have a commit. */
    public Set<StreamName> streams() {
        return Set.copyOf(streams.keySet());
    }

    @Override
    public synchronized AppendResult append(NewCommit commit) {
        Optional<AppendResult.TooLarge> tooLarge = tooLarge(commit);
        if (tooLarge.isPresent()) {
            return tooLarge.get();
        }
        Optional<Commit> present = commitAt(commit.after());
        if (present.isEmpty()) {
            return new AppendResult.Appended(put(commit));
        }
        return commit.isSameCommandAs(present.get())
                ? new AppendResult.AlreadyAppended(present.get())
                : new AppendResult.Conflict(present.get());
    }

    @Override
    public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
        int bytes = commit.events().size();
        return bytes > maxCommitBytes
                ? Optional.of(new AppendResult.TooLarge(bytes, maxCommitBytes))
                : Optional.empty();
    }

    @Override
    public synchronized JointAppendResult appendAll(JointCommit joint) {
        int bytes = 0;
        for (NewCommit commit : joint.commits()) {
            if (commit.events().size() > maxCommitBytes) {
                return new JointAppendResult.TooLarge(commit.events().size(), maxCommitBytes);
            }
            bytes += commit.events().size();
        }
        if (bytes > MAX_JOINT_BYTES) {
            return new JointAppendResult.TooLarge(bytes, MAX_JOINT_BYTES);
        }
        List<Commit> sameCommand =
                joint.commits().stream()
                        .flatMap(commit ->
                                commitAt(commit.after()).filter(commit::isSameCommandAs).stream())
                        .toList();
        if (sameCommand.size() == joint.commits().size()) {
            return new JointAppendResult.AlreadyAppended(sameCommand);
        }
        Set<StreamName> changedStreams =
                joint.boundaries().stream()
                        .filter(boundary -> commitAt(boundary).isPresent())
                        .map(CommitBoundary::stream)
                        .collect(Collectors.toSet());
        return changedStreams.isEmpty()
                ? new JointAppendResult.Appended(joint.commits().stream().map(this::put).toList())
                : new JointAppendResult.Conflict(changedStreams);
    }

    /** The commit that begins at a boundary. */
    private Optional<Commit> commitAt(CommitBoundary boundary) {
        return Optional.ofNullable(
                commits(boundary.stream()).get(boundary.version().nextSequenceNumber()));
    }

    private Commit put(NewCommit commit) {
        Digest previous = commit.after().hash();
        int bytes = commit.events().size();
        boolean withSnapshot =
                commit.snapshot().filter(offer -> isStored(offer, bytes)).isPresent();
        Digest hash = hash(previous, commit.stored(previous, bytes, withSnapshot));
        Commit stored = commit.stored(hash, bytes, withSnapshot);
        streams.computeIfAbsent(commit.stream(), _ -> new ConcurrentSkipListMap<>())
                .put(commit.firstSequenceNumber(), stored);
        return stored;
    }

    private boolean isStored(SnapshotOffer offer, int commitBytes) {
        int stateBytes = offer.snapshot().state().getBytes(StandardCharsets.UTF_8).length;
        int commandBytes = offer.snapshot().commands().encode().length;
        return offer.isStored(stateBytes, commandBytes, commitBytes, maxCommitBytes);
    }

    @Override
    public List<Commit> load(Load load) {
        Load.Progress loaded = new Load.Progress(load);
        for (Commit commit :
                commits(load.stream())
                        .headMap(load.upTo().value(), true)
                        .descendingMap()
                        .values()) {
            loaded.add(commit);
            if (loaded.isComplete()) {
                break;
            }
        }
        return loaded.oldestFirst();
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
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return () ->
                commits(stream).headMap(sequenceNumber, true).descendingMap().values().iterator();
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        return Optional.ofNullable(commits(stream).floorEntry(sequenceNumber))
                .map(Map.Entry::getValue);
    }

    @Override
    public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
        HashChain chain = new HashChain(checked);
        int read = 0;
        for (Commit commit :
                commits(stream).tailMap(checked.version().nextSequenceNumber()).values()) {
            HashChain.Link link = link(commit);
            if (read++ == maxCommits && chain.isNext(link)) {
                return new Verification.Unfinished(chain.intact());
            }
            Optional<Verification.Broken> broken = chain.next(link);
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return chain.intact();
    }

    private static HashChain.Link link(Commit commit) {
        return new HashChain.Link(
                BigDecimal.valueOf(commit.firstSequenceNumber()),
                commit.events().count(),
                commit.hash(),
                previous -> hash(previous, commit));
    }

    private ConcurrentNavigableMap<Long, Commit> commits(StreamName stream) {
        return streams.getOrDefault(stream, new ConcurrentSkipListMap<>());
    }

    /** The digest of everything in the commit except its own hash. */
    private static Digest hash(Digest previous, Commit commit) {
        FramedDigest digest = new FramedDigest().add(previous.bytes());
        switch (commit.events()) {
            case EncodedEvents.Json(_, String json, _) -> digest.add(json);
            case EncodedEvents.Binary binary -> digest.add(binary.format()).add(binary.bytes());
        }
        return digest.add(Long.toString(commit.firstSequenceNumber()))
                .add(Integer.toString(commit.events().count()))
                .add(Integer.toString(commit.events().schemaVersion()))
                .add(commit.at().toString())
                .add(commit.commandId().value())
                .add(commit.commandDigest().encode())
                .add(text(commit.metadata().correlationId()))
                .add(text(commit.metadata().causationId()))
                .add(text(commit.metadata().actor()))
                .add(text(commit.metadata().occurredAt()))
                .add(partners(commit))
                .add(commit.snapshot().map(Snapshot::toString).orElse(""))
                .digest();
    }

    private static String partners(Commit commit) {
        Map<String, StreamVersion> byName = new TreeMap<>();
        commit.partners().forEach((stream, version) -> byName.put(stream.toString(), version));
        return byName.toString();
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
