package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.consumers.ConsumerRunner;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.InMemoryConsumerStore;
import dev.reprise.consumers.ParkedStream;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.serialization.EventFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A process that answers its own effects, on the feed and its consumer. */
class ProcessCircleTest {

    private static final int ROUNDS = 50;
    private static final StreamName CIRCLE = ProcessFixture.ledger("circle");
    private static final StreamName QUIET = ProcessFixture.ledger("quiet");

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final InMemoryFeedStore pages = new InMemoryFeedStore();
    private final InMemoryConsumerStore positions = new InMemoryConsumerStore();
    private final FeedIndexer indexer =
            new FeedIndexer(new InMemoryFeedGenerations(pages), store, ProcessFixture.RETRIES);
    private final AtomicInteger owners = new AtomicInteger();
    private final ConsumerRunner consumers =
            new ConsumerRunner(
                    InMemoryFeedGenerations.live(pages, store),
                    positions,
                    () -> () -> false,
                    () -> Commits.AT,
                    () -> "owner-" + owners.incrementAndGet(),
                    1);
    private final ProcessConsumer<String> consumer =
            new ProcessConsumer<>(
                    new ProcessRunner<>(
                            new Echo(),
                            Ledger.TARGET,
                            store,
                            () -> Commits.AT,
                            ProcessFixture.RETRIES,
                            EventFormat.JSON));

    /** Books each entry of a ledger once more. */
    private static final class Echo extends LedgerProcess {

        Echo() {
            super("echo");
        }

        @Override
        public Reaction<Void, String> react(Integer state, RecordedEvent<String> event) {
            return reaction().send(event.stream().id(), event.event());
        }
    }

    private void book(StreamName ledger, String entry) {
        Commits.append(
                store,
                new NewCommit(
                        CommitBoundary.startOf(ledger),
                        Ledger.AGGREGATE.events().encode(List.of(entry)),
                        new CommandId("request"),
                        Commits.commandDigest("request"),
                        new Metadata("correlation", null, "alice"),
                        Commits.AT));
    }

    @Test
    void a_circle_is_stopped_and_parked_and_others_go_on() {
        book(CIRCLE, "round");
        for (int round = 0; round < ROUNDS; round++) {
            indexer.index(
                    new InMemoryCommitScan(store)
                            .readAll(CommitScan.Part.WHOLE, Optional.empty())
                            .commits());
            consumers.run(consumer, Instant.MAX);
        }
        assertThat(Commits.all(store, CIRCLE)).hasSize(1 + ProcessDecider.MAX_DEPTH);
        assertThat(Commits.all(store, CIRCLE).getLast().metadata())
                .isEqualTo(new Metadata("correlation", "ledger-circle@32/32", "process:echo"));

        book(QUIET, Ledger.NEEDLESS);
        indexer.index(
                new InMemoryCommitScan(store)
                        .readAll(CommitScan.Part.WHOLE, Optional.empty())
                        .commits());
        consumers.run(consumer, Instant.MAX);
        ConsumerState state = positions.find("echo").getFirst();
        assertThat(state.parked()).containsOnlyKeys(CIRCLE);
        assertThat(state.parked().values())
                .extracting(ParkedStream::error)
                .containsExactly(
                        "IllegalStateException: the reaction of echo-circle to ledger-circle@33"
                                + " would be the 33rd in a row: processes answer each other in a circle."
                                + " Correct them, and then redrive the event");
        assertThat(state.position()).isEqualTo(pages.head());
        assertThat(Commits.all(store, new StreamName("echo", "quiet"))).hasSize(1);
    }
}
