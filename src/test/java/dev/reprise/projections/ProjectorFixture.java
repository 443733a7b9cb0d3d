package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A projector of {@link Entries} on stores whose calls can be intercepted. The view of a row may
 * take 2 KiB.
 */
abstract class ProjectorFixture {

    static final Instant NOW = Commits.AT.plusSeconds(1);

    final Entries entries = new Entries("entries", 1);
    final InMemoryViewStore rows = new InMemoryViewStore(10 * 1024);
    final InterceptedViewStore views = new InterceptedViewStore(rows);
    final InMemoryEventStore stored = new InMemoryEventStore();
    final InterceptedEventStore events = new InterceptedEventStore(stored);
    final Projector projector = projector(entries);
    final StreamName account = account("1");
    Instant now = NOW;

    final Projector projector(Projection<?, ?>... projections) {
        return new Projector(
                List.of(projections), views, events, new InMemoryCommitScan(stored), () -> now);
    }

    static StreamName account(String id) {
        return new StreamName(Entries.CATEGORY, id);
    }

    // What is stored

    final Commit enter(Integer... amounts) {
        return enter(account, amounts);
    }

    final Commit enter(StreamName stream, Integer... amounts) {
        return append(stored, stream, Entries.CODEC.encode(Arrays.asList(amounts)));
    }

    /** Appends a commit that the codec cannot decode. */
    final Commit enterUndecodable(StreamName stream) {
        return append(stored, stream, new EncodedEvents.Json(1, "[?]"));
    }

    static Commit append(EventStore store, StreamName stream, EncodedEvents encoded) {
        List<Commit> all = Commits.all(store, stream);
        return Commits.append(
                store,
                Commits.commit(
                        all.isEmpty() ? CommitBoundary.startOf(stream) : all.getLast().end(),
                        "command-" + all.size(),
                        encoded,
                        Commits.AT.plusMillis(all.size())));
    }

    /** As many amounts as given; each takes four characters with its comma. */
    static Integer[] amounts(int count) {
        Integer[] amounts = new Integer[count];
        Arrays.fill(amounts, 100);
        return amounts;
    }

    // What is delivered

    /** The id of a delivery, such as {@code account-1@5}. */
    static String id(Commit commit) {
        return Deliveries.id(commit);
    }

    static DeliveredCommit intact(Commit commit) {
        return Deliveries.intact(commit);
    }

    static DeliveredCommit damaged(Commit commit) {
        return new DeliveredCommit.Damaged(
                id(commit), commit.stream(), commit.firstSequenceNumber(), "no hash");
    }

    final Set<String> project(DeliveredCommit... batch) {
        return projector.project(List.of(batch));
    }

    final Set<String> project(Commit... batch) {
        return projector.project(deliveries(batch));
    }

    static List<DeliveredCommit> deliveries(Commit... commits) {
        return Arrays.stream(commits).map(ProjectorFixture::intact).toList();
    }

    /** Projects a batch of which nothing is to be delivered again. */
    final void deliver(Commit... batch) {
        assertThat(project(batch)).isEmpty();
    }

    // The rows

    final RowKey key(StreamName stream) {
        return new RowKey(entries.name(), 1, stream);
    }

    final ProjectedRow row(StreamName stream) {
        return rows.row(key(stream)).orElseThrow();
    }

    /** The view of the row, encoded; empty without a row or a view. */
    final Optional<String> shown(StreamName stream) {
        return rows.row(key(stream)).flatMap(ProjectedRow::view);
    }

    /** The expected row after all commits of the stream. */
    final ProjectedRow folded(StreamName stream) {
        return folded(key(stream), Commits.all(stored, stream));
    }

    final ProjectedRow folded(RowKey key, List<Commit> commits) {
        List<Integer> amounts = new ArrayList<>();
        commits.forEach(commit -> amounts.addAll(Entries.CODEC.decode(commit.events())));
        return new ProjectedRow(
                key,
                commits.getLast().version(),
                Optional.of(commits.getLast().at()),
                Optional.of(commits.getLast().hash()),
                Optional.of(entries.encode(amounts)),
                entries.indexEntries(commits.getLast().stream(), amounts),
                Optional.empty());
    }

    final void assertProjected(StreamName... streams) {
        for (StreamName stream : streams) {
            assertThat(row(stream)).isEqualTo(folded(stream));
        }
    }

    /** The exception of a store that does not answer. */
    static StoreUnavailableException unreachable() {
        return new StoreUnavailableException(
                Reason.UNREACHABLE, new IOException("connection reset"));
    }
}
