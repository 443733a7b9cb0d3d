package dev.reprise.dynamodb;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification;
import dev.reprise.projections.CommitScan;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An event store in memory that keeps the items that the events table would have, so that there are
 * stream records of them. Thread-safe.
 */
public final class ItemEventStore implements EventStore {

    private final Map<StreamName, ConcurrentNavigableMap<Long, Stored>> streams =
            new ConcurrentHashMap<>();

    /** An item, and the commit that was decoded from it. */
    private record Stored(Map<String, AttributeValue> item, Commit commit) {}

    /** The item of a stored commit. */
    public Map<String, AttributeValue> item(Commit commit) {
        return Objects.requireNonNull(commits(commit.stream()).get(commit.firstSequenceNumber()))
                .item();
    }

    private ConcurrentNavigableMap<Long, Stored> commits(StreamName stream) {
        return streams.getOrDefault(stream, new ConcurrentSkipListMap<>());
    }

    @Override
    public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
        return EncodedCommit.of(commit) instanceof EncodedCommit.TooLarge(int bytes, int limit)
                ? Optional.of(new AppendResult.TooLarge(bytes, limit))
                : Optional.empty();
    }

    @Override
    public synchronized AppendResult append(NewCommit commit) {
        long seq = commit.after().version().nextSequenceNumber();
        Stored present = commits(commit.stream()).get(seq);
        if (present != null) {
            return commit.isSameCommandAs(present.commit())
                    ? new AppendResult.AlreadyAppended(present.commit())
                    : new AppendResult.Conflict(present.commit());
        }
        return switch (EncodedCommit.of(commit)) {
            case EncodedCommit.TooLarge(int bytes, int limit) ->
                    new AppendResult.TooLarge(bytes, limit);
            case EncodedCommit.Item item -> {
                Stored stored = new Stored(item.attributes(), CommitItem.decode(item.attributes()));
                streams.computeIfAbsent(commit.stream(), _ -> new ConcurrentSkipListMap<>())
                        .put(seq, stored);
                yield new AppendResult.Appended(stored.commit());
            }
        };
    }

    @Override
    public JointAppendResult appendAll(JointCommit commit) {
        throw new UnsupportedOperationException("no test needs joint commits here");
    }

    @Override
    public List<Commit> load(Load load) {
        Load.Progress loaded = new Load.Progress(load);
        for (Stored stored :
                commits(load.stream())
                        .headMap(load.upTo().value(), true)
                        .descendingMap()
                        .values()) {
            loaded.add(stored.commit());
            if (loaded.isComplete()) {
                break;
            }
        }
        return loaded.oldestFirst();
    }

    @Override
    public Iterable<Commit> readAfter(CommitBoundary boundary) {
        return readFrom(boundary.stream(), boundary.version().nextSequenceNumber(), 1);
    }

    @Override
    public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return () ->
                commits(stream).values().stream()
                        .map(Stored::commit)
                        .dropWhile(commit -> commit.version().value() < sequenceNumber)
                        .iterator();
    }

    @Override
    public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
        return () ->
                commits(stream).headMap(sequenceNumber, true).descendingMap().values().stream()
                        .map(Stored::commit)
                        .iterator();
    }

    @Override
    public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
        return Optional.ofNullable(commits(stream).floorEntry(sequenceNumber))
                .map(entry -> entry.getValue().commit());
    }

    @Override
    public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
        throw new UnsupportedOperationException("no test needs a verification here");
    }

    /** A scan whose pages have this number of commits, and may end inside a stream. */
    public CommitScan scan(int pageSize) {
        return new ItemScan(pageSize);
    }

    private final class ItemScan implements CommitScan {

        private final int pageSize;

        ItemScan(int pageSize) {
            this.pageSize = pageSize;
        }

        @Override
        public boolean hasCommits() {
            return !streams.isEmpty();
        }

        @Override
        public OptionalLong estimatedCommits() {
            return OptionalLong.empty();
        }

        @Override
        public Page readAll(Part part, Optional<String> cursor) {
            return read(_ -> true, part, cursor);
        }

        @Override
        public Page read(String category, Part part, Optional<String> cursor) {
            return read(
                    stored -> stored.commit().stream().category().equals(category), part, cursor);
        }

        private Page read(Predicate<Stored> wanted, Part part, Optional<String> cursor) {
            List<Stored> left =
                    streams.entrySet().stream()
                            .filter(stream ->
                                    Math.floorMod(
                                                    stream.getKey().toString().hashCode(),
                                                    part.parts())
                                            == part.number())
                            .flatMap(stream -> stream.getValue().values().stream())
                            .sorted(Comparator.comparing(ItemScan::place))
                            .filter(stored ->
                                    cursor.filter(after -> place(stored).compareTo(after) <= 0)
                                            .isEmpty())
                            .toList();
            List<Stored> page = left.subList(0, Math.min(left.size(), pageSize));
            return new Page(
                    page.stream()
                            .filter(wanted)
                            .flatMap(stored -> StreamImages.stored(stored.item()).stream())
                            .toList(),
                    page.size(),
                    page.size() < left.size()
                            ? Optional.of(place(page.getLast()))
                            : Optional.empty());
        }

        private static String place(Stored stored) {
            return stored.commit().stream()
                    + "@"
                    + "%019d".formatted(stored.commit().firstSequenceNumber());
        }
    }
}
