package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.UnreliableEventStore;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Turns;
import dev.reprise.feed.FeedEntry;
import dev.reprise.processes.DeadlineClock.Fired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Several consumers and clocks of one process compete, get commits again, are killed before and
 * after any write, and read stale streams, while events happen and time passes. One thing happens
 * at a time, in an order that the seed chooses. See {@link ProcessProof} for what has to come out.
 */
class RandomProcessesTest {

    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int SEEDS = Integer.getInteger("reprise.seeds", 300);

    private static final List<String> KINDS =
            List.of(
                    "reaction",
                    "command",
                    "command rejected",
                    "deadline set",
                    "deadline cancelled",
                    "deadline reached",
                    "given again",
                    "killed",
                    "clock failed",
                    "stale loads");

    private final Map<String, Integer> counts = new TreeMap<>();

    @BeforeAll
    static void logNothing() {
        ProcessFixture.log(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        ProcessFixture.log(Level.ALL);
    }

    @Test
    void each_event_has_its_effect_once() {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try {
                new Run(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        // Each kind is frequent, so that a rule that is left out is found.
        assertThat(KINDS)
                .as("%s", counts)
                .allMatch(kind -> counts.getOrDefault(kind, 0) > SEEDS / 4);
    }

    private void count(String what, int number) {
        counts.merge(what, number, Integer::sum);
    }

    /** Real threads, and no faults. */
    @Test
    void consumers_in_threads_that_all_get_every_commit_have_each_effect_once() throws Exception {
        Random random = new Random(1);
        ProcessFixture all = new ProcessFixture(3);
        List<FeedEntry> entries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.now = all.now.plusMillis(random.nextInt(2_000));
            entries.add(enterSome(all, random, 4));
        }
        Race.of(
                4,
                racer -> {
                    ProcessConsumer<Integer> consumer =
                            new ProcessConsumer<>(all.runner(all.store));
                    for (FeedEntry entry : entries) {
                        handleUntilDone(consumer, entry);
                    }
                    return racer;
                });
        all.now = all.now.plusSeconds(100);
        all.project();
        Race.of(3, _ -> all.clock(all.runner(all.store)).fire(all.now, Instant.MAX));
        assertThat(new ProcessProof(all).check()).containsKeys("command", "deadline reached");
    }

    private static void handleUntilDone(ProcessConsumer<Integer> consumer, FeedEntry entry) {
        while (true) {
            try {
                consumer.handle(entry);
                return;
            } catch (StoreUnavailableException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static FeedEntry enterSome(ProcessFixture all, Random random, int accounts) {
        Integer[] amounts = new Integer[random.nextInt(1, 5)];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] =
                    ProcessFixture.amount(random.nextInt(Relay.RANDOM_KINDS), random.nextInt(12));
        }
        return all.enter(ProcessFixture.account("" + random.nextInt(accounts)), amounts);
    }

    private final class Run extends ProcessFixture {

        private static final int STEPS = 25;
        private static final int ACCOUNTS = 3;
        private static final int CONSUMERS = 3;

        /** Without them, only the stream of the instance says what was handled. */
        private final boolean knowsCommands;

        private final Random random;
        private final Turns turns;
        private final Map<StreamName, List<FeedEntry>> entries = new HashMap<>();
        private final Map<StreamName, Integer> handled = new HashMap<>();
        private final List<UnreliableEventStore> stores = new ArrayList<>();

        Run(long seed) {
            super(1 + (int) (seed % 3));
            knowsCommands = seed % 2 == 0;
            random = new Random(seed);
            turns = new Turns(random);
        }

        void run() {
            List<Runnable> tasks = new ArrayList<>();
            tasks.add(this::write);
            tasks.addAll(Collections.nCopies(CONSUMERS, this::consume));
            tasks.addAll(Collections.nCopies(2, this::fireNowAndThen));
            turns.run(tasks);
            finish();
            new ProcessProof(this).check().forEach(RandomProcessesTest.this::count);
            stores.forEach(used -> count("stale loads", used.staleLoads()));
        }

        private void write() {
            for (int i = 0; i < STEPS; i++) {
                now = now.plusMillis(random.nextInt(2_000));
                FeedEntry entry = enterSome(this, random, ACCOUNTS);
                entries.computeIfAbsent(entry.stream(), _ -> new ArrayList<>()).add(entry);
                turns.pass();
            }
        }

        /** A process of its own, which has nothing in memory. */
        private ProcessRunner<Integer, Integer, String, String, String> newRunner() {
            UnreliableEventStore unreliable =
                    new UnreliableEventStore(
                            knowsCommands ? store : ForgetfulEventStore.of(store),
                            turns,
                            random,
                            0,
                            (List<Commit> _) -> turns.pass());
            stores.add(unreliable);
            return runner(unreliable);
        }

        private void consume() {
            ProcessConsumer<Integer> worker = new ProcessConsumer<>(newRunner());
            for (int i = 0; i < STEPS; i++) {
                StreamName stream = account("" + random.nextInt(ACCOUNTS));
                List<FeedEntry> there = entries.getOrDefault(stream, List.of());
                if (there.isEmpty()) {
                    turns.pass();
                    continue;
                }
                int next = Math.min(handled.getOrDefault(stream, 0), there.size() - 1);
                int given = random.nextInt(3) == 0 ? random.nextInt(next + 1) : next;
                count("given again", given < handled.getOrDefault(stream, 0) ? 1 : 0);
                try {
                    worker.handle(there.get(given));
                    handled.merge(stream, given + 1, Math::max);
                } catch (StoreUnavailableException killed) {
                    count("killed", 1);
                    worker = new ProcessConsumer<>(newRunner());
                }
            }
        }

        private void fireNowAndThen() {
            for (int i = 0; i < STEPS; i++) {
                if (random.nextInt(3) > 0) {
                    project();
                }
                now = now.plusMillis(random.nextInt(1_000));
                Fired fired = clock(newRunner()).fire(now, Instant.MAX);
                count("clock failed", fired.failed());
                turns.pass();
            }
        }

        /** Without faults, everything is handled, and all time passes. */
        private void finish() {
            entries.forEach((stream, all) ->
                    all.subList(handled.getOrDefault(stream, 0), all.size())
                            .forEach(consumer::handle));
            now = now.plusSeconds(100);
            assertThat(fire().failed()).isZero();
        }
    }
}
