package dev.reprise.orders;

import static dev.reprise.orders.ScheduleFixture.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.UnreliableEventStore;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.Turns;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.OrderSchedule.Ended;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.processes.DeadlineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Callers schedule, repeat and cancel commands while several clocks run them. Each of them is
 * killed before and after any write, and reads stale streams. The seed chooses the order of all
 * steps.
 *
 * <p>Afterwards, each scheduled command has one outcome; the order has the item of each command
 * that ran once, and of no other; and a command whose cancellation was confirmed did not run.
 */
class RandomScheduledCommandsTest {

    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int SEEDS = Integer.getInteger("reprise.seeds", 300);
    private static final int RACES = 200;

    private static final Logger LOG = Logger.getLogger(DeadlineClock.class.getName());

    private final Map<String, Integer> counts = new TreeMap<>();

    @BeforeAll
    static void logNothing() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        LOG.setLevel(Level.ALL);
    }

    @Test
    void each_command_ends_once_and_as_its_caller_was_told() {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try {
                new Run(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(List.of("Ran", "Refused", "Cancelled", "killed", "clock failed", "stale loads"))
                .as("%s", counts)
                .allMatch(kind -> counts.getOrDefault(kind, 0) > SEEDS / 4);
    }

    /** Real threads, and no faults. */
    @Test
    void of_a_cancellation_and_a_clock_at_the_same_time_one_wins() throws Exception {
        int cancelled = 0;
        for (int race = 0; race < RACES; race++) {
            ScheduleFixture all = new ScheduleFixture();
            Instant at = all.now.plusSeconds(1);
            all.schedule("k", new AddItem(item("b")), at);
            all.project();
            all.now = at;
            ScheduledCommands caller = all.commands(all.store);
            DeadlineClock clock = all.clock(all.store);
            List<Boolean> confirmed =
                    Race.of(
                            2,
                            racer -> {
                                if (racer == 0) {
                                    return all.cancel(caller, "k") instanceof CommandResult.Handled;
                                }
                                clock.fire(all.now, Instant.MAX);
                                return false;
                            });
            boolean ran = all.outcome("k").equals(new Outcome.Ran());
            assertThat(confirmed.getFirst()).isEqualTo(!ran);
            assertThat(all.commits(all.order.stream())).hasSize(ran ? 2 : 1);
            cancelled += ran ? 0 : 1;
        }
        assertThat(cancelled).as("races that the cancellation won").isBetween(1, RACES - 1);
    }

    private void count(String what, int number) {
        counts.merge(what, number, Integer::sum);
    }

    /** A call that schedules a command. */
    private record Call(String key, Instant at) {}

    private final class Run extends ScheduleFixture {

        /** Two callers schedule at most as many commands together as are kept after their end. */
        private static final int STEPS = OrderSchedule.MAX_ENDED / 2;

        private final Random random;
        private final Turns turns;
        private final List<Call> calls = new ArrayList<>();
        private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
        private final List<UnreliableEventStore> stores = new ArrayList<>();

        Run(long seed) {
            random = new Random(seed);
            turns = new Turns(random);
        }

        void run() {
            List<Runnable> tasks = new ArrayList<>();
            tasks.addAll(Collections.nCopies(2, this::call));
            tasks.addAll(Collections.nCopies(2, this::fireNowAndThen));
            turns.run(tasks);
            // Without faults, all time passes.
            assertThat(fireAfter(Duration.ofDays(1)).failed()).isZero();
            check();
            stores.forEach(used -> count("stale loads", used.staleLoads()));
        }

        private UnreliableEventStore unreliable() {
            UnreliableEventStore made =
                    new UnreliableEventStore(store, turns, random, 0, _ -> turns.pass());
            stores.add(made);
            return made;
        }

        private void call() {
            ScheduledCommands caller = commands(unreliable());
            for (int i = 0; i < STEPS; i++) {
                now = now.plusMillis(random.nextInt(500));
                try {
                    call(caller);
                } catch (StoreUnavailableException killed) {
                    count("killed", 1);
                    caller = commands(unreliable());
                }
                turns.pass();
            }
        }

        /** Schedules a command, schedules one again, or cancels one. */
        private void call(ScheduledCommands caller) {
            if (calls.isEmpty() || random.nextInt(3) > 0) {
                calls.add(new Call("k" + calls.size(), now.plusMillis(1 + random.nextInt(1_500))));
                schedule(caller, calls.getLast());
                return;
            }
            Call earlier = calls.get(random.nextInt(calls.size()));
            if (random.nextBoolean()) {
                schedule(caller, earlier);
            } else if (cancel(caller, earlier.key()) instanceof CommandResult.Handled) {
                confirmed.add(id(earlier.key()));
            }
        }

        private void schedule(ScheduledCommands caller, Call call) {
            schedule(caller, call.key(), command(call.key()), call.at());
        }

        /** Adds an item that no other command adds. Every fifth one is refused. */
        private static Order.Command command(String key) {
            return key.endsWith("4")
                    ? new Order.Command.RemoveItem(new ItemId("nothing"))
                    : new AddItem(item(key));
        }

        private void fireNowAndThen() {
            for (int i = 0; i < STEPS; i++) {
                if (random.nextInt(3) > 0) {
                    project();
                }
                now = now.plusMillis(random.nextInt(500));
                count("clock failed", clock(unreliable()).fire(now, Instant.MAX).failed());
                turns.pass();
            }
        }

        private void check() {
            OrderSchedule schedule = commands(store).of(order);
            assertThat(schedule.pending()).isEmpty();
            Set<String> ran = new HashSet<>();
            for (Ended ended : schedule.ended()) {
                String id = ended.command().id();
                count(ended.outcome().getClass().getSimpleName(), 1);
                if (ended.outcome() instanceof Outcome.Ran) {
                    ran.add(id);
                }
                if (confirmed.contains(id)) {
                    assertThat(ended.outcome()).isEqualTo(new Outcome.Cancelled());
                }
            }
            List<String> added = added();
            assertThat(added).doesNotHaveDuplicates();
            assertThat(added).map(this::id).containsExactlyInAnyOrderElementsOf(ran);
        }

        /** The items that were added after the creation. */
        private List<String> added() {
            return commits(order.stream()).stream()
                    .skip(1)
                    .flatMap(commit ->
                            RecordedEvent.<Order.Event>allOf(commit, new OrderEventCodec())
                                    .stream())
                    .map(recorded -> (Order.Event.OrderItemAdded) recorded.event())
                    .map(event -> event.item().itemId().value())
                    .toList();
        }
    }
}
