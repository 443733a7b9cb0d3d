package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.serialization.EventFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Only a reaction to a deadline has another actor than the process, and it is counted as every
 * other reaction is.
 */
class OnBehalfOfTest {

    private static final class Eager extends LedgerProcess {

        Eager() {
            super("eager");
        }

        @Override
        public Reaction<Void, String> react(Integer state, RecordedEvent<String> event) {
            return reaction().sendOnBehalfOf(Optional.of("alice"), "1", "booked");
        }
    }

    @Test
    void a_reaction_to_an_event_is_on_behalf_of_nobody() {
        ProcessDecider<String, Integer, Void, String, String> decider =
                new ProcessDecider<>(new Eager(), Ledger.CATEGORY);
        List<RecordedEvent<String>> events =
                RecordedEvent.allOf(
                        ProcessFixture.account("1"),
                        1,
                        List.of("an event"),
                        ProcessFixture.NOW,
                        new CommandId("command"),
                        Metadata.NONE);

        assertThatThrownBy(() ->
                        decider.decide(
                                Step.first("0", new Trigger.Events<>(events), 1),
                                decider.initialState()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("eager reacts to an event by sendOnBehalfOf");
    }

    /** Books again a second after each booking. */
    private static final class Circling extends LedgerProcess {

        Circling() {
            super("circling");
        }

        @Override
        public Reaction<Void, String> react(Integer state, RecordedEvent<String> event) {
            return reaction().setDeadline("again", event.timestamp().plusSeconds(1));
        }

        @Override
        public Reaction<Void, String> onDeadline(Integer state, Deadline deadline) {
            return reaction().sendOnBehalfOf(Optional.of("alice"), "1", "again");
        }
    }

    @Test
    void a_circle_of_commands_on_behalf_of_somebody_is_found() {
        InMemoryEventStore store = new InMemoryEventStore();
        StreamName ledger = ProcessFixture.ledger("1");
        Commits.append(
                store,
                new NewCommit(
                        CommitBoundary.startOf(ledger),
                        Ledger.AGGREGATE.events().encode(List.of("first")),
                        new CommandId("first"),
                        Commits.commandDigest("first"),
                        Metadata.NONE,
                        ProcessFixture.NOW));
        ProcessRunner<String, Integer, Void, String, String> runner =
                new ProcessRunner<>(
                        new Circling(),
                        Ledger.TARGET,
                        store,
                        () -> ProcessFixture.NOW,
                        ProcessFixture.RETRIES,
                        EventFormat.JSON);

        assertThatThrownBy(
                        () -> {
                            for (int round = 0; round < 40; round++) {
                                circle(runner, store, ledger);
                            }
                        })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would be the 33rd in a row");
        assertThat(Commits.all(store, ledger)).hasSize(17);
    }

    /** Gives the process the last event, and then its deadline. */
    private static void circle(
            ProcessRunner<String, Integer, Void, String, String> runner,
            InMemoryEventStore store,
            StreamName ledger) {
        new ProcessConsumer<>(runner)
                .handle(ProcessFixture.entry(Commits.all(store, ledger).getLast()));
        StreamName instance = new StreamName("circling", "1");
        Commit set = Commits.all(store, instance).getLast();
        PendingDeadlines pending = PendingDeadlines.NONE;
        for (RecordedEvent<ProcessEvent<Void>> event :
                RecordedEvent.<ProcessEvent<Void>>allOf(
                        set, ProcessEvents.codec(new Circling().ownEvents(), EventFormat.JSON))) {
            pending = pending.after(event);
        }
        runner.reach(instance, pending.deadlines().getFirst());
    }
}
