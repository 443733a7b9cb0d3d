package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Scans an {@link InMemoryEventStore}. A page has a few commits, and may end inside a stream. */
public final class InMemoryCommitScan implements CommitScan {

    private final InMemoryEventStore store;
    private final int pageSize;

    /** A scan whose pages hold all commits. */
    public InMemoryCommitScan(InMemoryEventStore store) {
        this(store, Integer.MAX_VALUE);
    }

    /** A scan with pages of this number of commits. */
    public InMemoryCommitScan(InMemoryEventStore store, int pageSize) {
        this.store = store;
        this.pageSize = pageSize;
    }

    @Override
    public boolean hasCommits() {
        return !store.streams().isEmpty();
    }

    @Override
    public OptionalLong estimatedCommits() {
        return OptionalLong.of(
                store.streams().stream()
                        .mapToLong(stream -> Commits.all(store, stream).size())
                        .sum());
    }

    @Override
    public Page readAll(Part part, Optional<String> cursor) {
        return read(_ -> true, part, cursor);
    }

    @Override
    public Page read(String category, Part part, Optional<String> cursor) {
        return read(commit -> commit.stream().category().equals(category), part, cursor);
    }

    private Page read(Predicate<Commit> wanted, Part part, Optional<String> cursor) {
        List<Commit> commits =
                store.streams().stream()
                        .filter(stream ->
                                Math.floorMod(hash(stream), part.parts()) == part.number())
                        .flatMap(stream -> Commits.all(store, stream).stream())
                        .sorted(Comparator.comparing(InMemoryCommitScan::place))
                        .filter(commit ->
                                cursor.filter(after -> place(commit).compareTo(after) <= 0)
                                        .isEmpty())
                        .toList();
        List<Commit> page = commits.subList(0, Math.min(commits.size(), pageSize));
        return new Page(
                page.stream()
                        .filter(wanted)
                        .<DeliveredCommit>map(commit ->
                                new DeliveredCommit.Intact(place(commit), commit, _ -> true))
                        .toList(),
                page.size(),
                page.size() < commits.size()
                        ? Optional.of(place(page.getLast()))
                        : Optional.empty());
    }

    private static int hash(StreamName stream) {
        return stream.toString().hashCode();
    }

    /** Ordered as the commits of the scan are. */
    private static String place(Commit commit) {
        return commit.stream() + "@" + "%019d".formatted(commit.firstSequenceNumber());
    }
}
