package dev.reprise.processes;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Entries;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.Projector;
import dev.reprise.serialization.EventFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A {@link Relay} on an event store in memory, with its consumer, read model and clock. */
class ProcessFixture {

    static final Instant NOW = Commits.AT;

    private static final Logger LOG = Logger.getLogger(DeadlineClock.class.getName());

    /** Retries without waiting. */
    static final RetryPolicy RETRIES = RetryPolicy.jittered(16, Duration.ofDays(1), () -> 0L);

    final InMemoryEventStore store = new InMemoryEventStore();
    final InMemoryViewStore views = new InMemoryViewStore();
    final StreamName account = account("1");
    Instant now = NOW;

    final Relay relay;
    final EventCodec<ProcessEvent<String>> codec;
    final ProcessRunner<Integer, Integer, String, String, String> runner;
    final ProcessConsumer<Integer> consumer;
    final Projector projector;
    final DeadlineClock clock;

    /** What a clock logs, and the tests do not check. */
    static void log(Level level) {
        LOG.setLevel(level);
    }

    ProcessFixture() {
        this(1);
    }

    ProcessFixture(int instances) {
        relay = new Relay(instances);
        codec = ProcessEvents.codec(relay.ownEvents(), EventFormat.JSON);
        runner = runner(store);
        consumer = new ProcessConsumer<>(runner);
        projector =
                new Projector(
                        List.of(new DeadlinesProjection<>(relay)),
                        views,
                        store,
                        new InMemoryCommitScan(store),
                        () -> now);
        clock = clock(runner);
    }

    final ProcessRunner<Integer, Integer, String, String, String> runner(EventStore on) {
        return new ProcessRunner<>(relay, Ledger.TARGET, on, () -> now, RETRIES, EventFormat.JSON);
    }

    final DeadlineClock clock(ProcessRunner<?, ?, ?, ?, ?> of) {
        return new DeadlineClock(of, views, new InMemoryCommitScan(store), () -> now, 1);
    }

    static StreamName account(String id) {
        return new StreamName(Entries.CATEGORY, id);
    }

    static StreamName instance(String id) {
        return new StreamName(Relay.NAME, id);
    }

    static StreamName ledger(String id) {
        return new StreamName(Ledger.CATEGORY, id);
    }

    // What happens

    /** An amount of which the relay does this. */
    static int amount(int kind, int number) {
        return number * Relay.KINDS + kind;
    }

    /** Enters amounts into an account, as one commit. */
    final FeedEntry enter(StreamName stream, Integer... amounts) {
        return enter(stream, Metadata.NONE, amounts);
    }

    final FeedEntry enter(StreamName stream, Metadata metadata, Integer... amounts) {
        CommandId id = new CommandId("entry-" + Commits.all(store, stream).size());
        return enter(stream, id, metadata, amounts);
    }

    final FeedEntry enter(StreamName stream, CommandId id, Metadata metadata, Integer... amounts) {
        List<Commit> all = Commits.all(store, stream);
        return entry(
                Commits.append(
                        store,
                        new NewCommit(
                                all.isEmpty()
                                        ? CommitBoundary.startOf(stream)
                                        : all.getLast().end(),
                                Entries.CODEC.encode(Arrays.asList(amounts)),
                                id,
                                Commits.commandDigest(id.value()),
                                metadata,
                                now)));
    }

    /** The commit in the feed. Nobody here looks at the position. */
    static FeedEntry entry(Commit commit) {
        return new FeedEntry(
                1,
                commit.stream(),
                commit.firstSequenceNumber(),
                commit.events().count(),
                commit.at(),
                commit.commandId(),
                commit.metadata(),
                commit.hash(),
                Optional.of(commit.events()));
    }

    /** Brings the read model of deadlines up to date. */
    final void project() {
        project(projector, store);
    }

    /** Gives a projector all commits of a store. */
    static void project(Projector projector, InMemoryEventStore store) {
        List<DeliveredCommit> all =
                store.streams().stream()
                        .flatMap(stream -> Commits.all(store, stream).stream())
                        .<DeliveredCommit>map(commit ->
                                new DeliveredCommit.Intact(
                                        commit.hash().toString(), commit, _ -> true))
                        .toList();
        if (!projector.project(all).isEmpty()) {
            throw new AssertionError("not projected");
        }
    }

    /** Gives all due deadlines to their instances. */
    final DeadlineClock.Fired fire() {
        project();
        return clock.fire(now, Instant.MAX);
    }

    // What is stored

    final List<ProcessEvent<String>> events(StreamName instance) {
        return decoded(instance, codec);
    }

    /** What is booked in a ledger. */
    final List<String> booked(String ledger) {
        return decoded(ledger(ledger), Ledger.AGGREGATE.events());
    }

    private <E> List<E> decoded(StreamName stream, EventCodec<E> codec) {
        return Commits.all(store, stream).stream()
                .flatMap(commit -> RecordedEvent.<E>allOf(commit, codec).stream())
                .map(RecordedEvent::event)
                .toList();
    }

    final List<Commit> commits(StreamName stream) {
        return Commits.all(store, stream);
    }
}
