package dev.reprise.processes;

import static dev.reprise.processes.Relay.CANCEL_DEADLINES;
import static dev.reprise.processes.Relay.SENDING;
import static dev.reprise.processes.Relay.SET_SENDING_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.UnreliableEventStore;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.Turns;
import dev.reprise.feed.FeedEntry;
import dev.reprise.processes.ProcessEvent.DeadlineCancelled;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A deadline is cancelled and given to its instance at the same time. */
class DeadlineRaceTest {

    private static final int SEEDS = 1_000;
    private static final int ROUNDS = 200;

    private static final Instant AT = ProcessFixture.NOW.plusSeconds(1);
    private static final ProcessEvent<String> SET = new DeadlineSet<>(SENDING, AT);
    private static final ProcessEvent<String> CANCELLED = new DeadlineCancelled<>(SENDING);
    private static final ProcessEvent<String> REACHED = new DeadlineReached<>(SENDING, AT);

    @BeforeAll
    static void logNothing() {
        ProcessFixture.log(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        ProcessFixture.log(Level.ALL);
    }

    @Test
    void whatever_comes_first_wins() {
        int cancelled = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Turns turns = new Turns(random);
            ProcessFixture all = new ProcessFixture();
            FeedEntry cancel = prepare(all);
            var unreliable = new UnreliableEventStore(all.store, turns, random, 0, _ -> {});
            DeadlineClock clock = all.clock(all.runner(unreliable));
            ProcessConsumer<Integer> consumer = new ProcessConsumer<>(all.runner(unreliable));
            turns.run(
                    List.of(
                            () -> clock.fire(all.now, Instant.MAX),
                            () -> handle(consumer, cancel)));
            // What was killed is done again.
            all.consumer.handle(cancel);
            clock.fire(all.now, Instant.MAX);
            cancelled += assertOneWon(all) ? 1 : 0;
        }
        assertThat(cancelled).isBetween(SEEDS / 10, SEEDS - SEEDS / 10);
    }

    @Test
    void in_threads_one_of_them_wins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ProcessFixture all = new ProcessFixture();
            FeedEntry cancel = prepare(all);
            ProcessConsumer<Integer> consumer = new ProcessConsumer<>(all.runner(all.store));
            DeadlineClock clock = all.clock(all.runner(all.store));
            Race.of(
                    2,
                    racer -> {
                        if (racer == 0) {
                            consumer.handle(cancel);
                        } else {
                            clock.fire(all.now, Instant.MAX);
                        }
                        return racer;
                    });
            assertOneWon(all);
        }
    }

    /** Sets the deadline, which is due. Returns the event that cancels it. */
    private static FeedEntry prepare(ProcessFixture all) {
        all.consumer.handle(all.enter(all.account, ProcessFixture.amount(SET_SENDING_DEADLINE, 1)));
        all.project();
        all.now = AT;
        return all.enter(all.account, CANCEL_DEADLINES);
    }

    private static void handle(ProcessConsumer<Integer> consumer, FeedEntry entry) {
        try {
            consumer.handle(entry);
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageContaining("connection reset");
        }
    }

    /** Returns whether it was cancelled. */
    private static boolean assertOneWon(ProcessFixture all) {
        List<ProcessEvent<String>> events =
                all.events(ProcessFixture.instance("0")).stream()
                        .filter(event -> !(event instanceof ReactedTo<String>))
                        .toList();
        assertThat(events).isIn(List.of(SET, CANCELLED), List.of(SET, REACHED));
        boolean cancelled = events.contains(CANCELLED);
        assertThat(all.booked("deadlines")).hasSize(cancelled ? 0 : 1);
        return cancelled;
    }
}
