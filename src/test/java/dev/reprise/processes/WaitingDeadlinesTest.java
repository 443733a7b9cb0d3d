package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.LoggedRecords;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import dev.reprise.processes.DeadlineClock.Fired;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.InterceptedEventStore;
import dev.reprise.projections.Projector;
import dev.reprise.serialization.EventFormat;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** Deadlines whose target has an event that the consumer has not brought yet. */
class WaitingDeadlinesTest {

    private static final String CLOSED = "closed";

    /** Closes a ledger one second after its last entry. */
    private static final class Closing extends LedgerProcess {

        Closing() {
            super("closing");
        }

        @Override
        public Reaction<Void, String> react(Integer state, RecordedEvent<String> event) {
            return event.event().equals(CLOSED)
                    ? reaction().cancelDeadline("close")
                    : reaction().setDeadline("close", event.timestamp().plusSeconds(1));
        }

        @Override
        public Reaction<Void, String> onDeadline(Integer state, Deadline deadline) {
            return reaction().sendIfUnchanged(deadline.instanceId(), CLOSED);
        }
    }

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final InterceptedEventStore watched = new InterceptedEventStore(store);
    private final InMemoryViewStore views = new InMemoryViewStore();
    private final Closing closing = new Closing();
    private Instant now = Commits.AT;
    private final ProcessRunner<String, Integer, Void, String, String> runner =
            new ProcessRunner<>(
                    closing,
                    Ledger.TARGET,
                    watched,
                    () -> now,
                    ProcessFixture.RETRIES,
                    EventFormat.JSON);
    private final ProcessConsumer<String> consumer = new ProcessConsumer<>(runner);
    private final Projector projector =
            new Projector(
                    List.of(new DeadlinesProjection<>(closing)),
                    views,
                    store,
                    new InMemoryCommitScan(store),
                    () -> now);
    private final DeadlineClock clock =
            new DeadlineClock(runner, views, new InMemoryCommitScan(store), () -> now, 1);

    private static StreamName ledger(String id) {
        return ProcessFixture.ledger(id);
    }

    private FeedEntry book(String ledger, String entry) {
        List<Commit> all = Commits.all(store, ledger(ledger));
        return ProcessFixture.entry(
                Commits.append(
                        store,
                        new NewCommit(
                                all.isEmpty()
                                        ? CommitBoundary.startOf(ledger(ledger))
                                        : all.getLast().end(),
                                Ledger.AGGREGATE.events().encode(List.of(entry)),
                                new CommandId(entry),
                                Commits.commandDigest(entry),
                                Metadata.NONE,
                                now)));
    }

    /** Gives the due deadlines to their instances. Returns the instances in this order. */
    private List<String> fire(Fired expected) {
        ProcessFixture.project(projector, store);
        SequencedSet<String> given = new LinkedHashSet<>();
        watched.before((stream, _) -> {
            if (stream.category().equals("closing")) {
                given.add(stream.id());
            }
        });
        assertThat(clock.fire(now, Instant.MAX)).isEqualTo(expected);
        return List.copyOf(given);
    }

    private boolean isClosed(String ledger) {
        return Commits.all(store, ledger(ledger)).getLast().events().json().contains(CLOSED);
    }

    @Test
    void they_stay_pending_are_given_last_and_are_no_failure() {
        try (LoggedRecords logged = new LoggedRecords(DeadlineClock.class)) {
            consumer.handle(book("a", "first"));
            FeedEntry late = book("a", "late");
            consumer.handle(book("b", "only"));
            now = now.plusSeconds(1);
            assertThat(fire(new Fired(1, 1, 0, true))).containsExactly("a", "b");
            assertThat(isClosed("a")).isFalse();
            assertThat(isClosed("b")).isTrue();

            consumer.handle(book("c", "only"));
            now = now.plusSeconds(1);
            assertThat(fire(new Fired(1, 1, 0, true))).containsExactly("c", "a");

            consumer.handle(late);
            assertThat(fire(new Fired(1, 0, 0, true))).containsExactly("a");
            assertThat(isClosed("a")).isTrue();
            assertThat(logged.all()).isEmpty();
        }
    }

    @Test
    void the_first_failure_of_a_deadline_is_logged_with_its_stack_trace() {
        try (LoggedRecords logged = new LoggedRecords(DeadlineClock.class)) {
            consumer.handle(book("a", "first"));
            now = now.plusSeconds(1);
            ProcessFixture.project(projector, store);
            IllegalStateException broken = new IllegalStateException("broken");
            watched.before((_, _) -> {
                throw broken;
            });
            assertThat(clock.fire(now, Instant.MAX)).isEqualTo(new Fired(0, 0, 1, true));
            assertThat(clock.fire(now, Instant.MAX)).isEqualTo(new Fired(0, 0, 1, true));
            assertThat(logged.all()).extracting(LogRecord::getThrown).containsExactly(broken, null);
        }
    }
}
