package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Turns;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Workers elsewhere share a consumer, and follow the rules of {@code docs/consumers.md}. They take
 * leases of segments, handle a part of the feed, and save their positions. A worker may stop at any
 * point, and go on later. Leases end, and the number of segments changes. One thing happens at a
 * time, in an order that the seed chooses.
 */
class RandomWorkersElsewhereTest {

    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int SEEDS = Integer.getInteger("reprise.seeds", 300);

    @Test
    void each_commit_is_handled_and_those_of_a_stream_in_order() {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try {
                new Run(seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Run extends ConsumerFixture {

        private static final int STEPS = 40;
        private static final String NAME = "far";

        private final Random random;
        private final Turns turns;
        private final Set<FeedEntry> handledEntries = new HashSet<>();
        private final Map<StreamName, Long> handledUpTo = new HashMap<>();
        private final int streams;
        private int commands;

        private Run(long seed) {
            random = new Random(seed);
            turns = new Turns(random);
            streams = random.nextInt(1, 12);
        }

        private void play() {
            List<Runnable> tasks = new ArrayList<>(List.of(this::write, this::operate));
            for (int worker = random.nextInt(1, 5); worker > 0; worker--) {
                String owner = "worker-" + worker;
                tasks.add(() -> workInTurns(owner));
            }
            turns.run(tasks);
            finish();
        }

        private void finish() {
            for (int worker = 0; !isCaughtUp(); worker++) {
                assertThat(worker).isLessThan(1_000);
                now = now.plus(Duration.ofHours(1));
                work(new Consumers(List.of(), store, feeds, () -> now), "last-" + worker);
            }
            assertThat(handledEntries).containsAll(feed.read(0, 10_000, _ -> true).entries());
        }

        private boolean isCaughtUp() {
            List<ConsumerState> states = store.find(NAME);
            return !states.isEmpty()
                    && states.stream().allMatch(state -> state.position() == feed.head());
        }

        private void write() {
            for (int step = 0; step < STEPS; step++) {
                turns.pass();
                StreamName stream =
                        new StreamName("thing", Integer.toString(random.nextInt(streams)));
                CommitBoundary end =
                        Commits.all(events, stream).stream()
                                .map(Commit::end)
                                .reduce(CommitBoundary.startOf(stream), (_, next) -> next);
                index(
                        Commits.append(
                                events,
                                Commits.commit(
                                        end,
                                        "command-" + ++commands,
                                        Commits.events(random.nextInt(1, 4)),
                                        now)));
            }
        }

        private Consumers inTurns() {
            return new Consumers(
                    List.of(), new InterceptedConsumerStore(store, this::pause), feeds, () -> now);
        }

        private void pause() {
            turns.pass();
            now = now.plusSeconds(random.nextInt(30));
        }

        private void operate() {
            for (int step = 0; step < STEPS / 2; step++) {
                pause();
                if (!store.find(NAME).isEmpty()) {
                    tried(() -> inTurns().share(NAME, 1 << random.nextInt(5)));
                }
                checkPositions();
            }
        }

        private void workInTurns(String owner) {
            for (int step = 0; step < STEPS / 2; step++) {
                pause();
                tried(() -> work(inTurns(), owner));
            }
        }

        private static void tried(Runnable call) {
            try {
                call.run();
            } catch (StoreUnavailableException e) {
                // The state keeps changing. The next step is another call.
            }
        }

        /** Takes a lease, handles a part of the feed, and saves the position. */
        private void work(Consumers calls, String owner) {
            Duration length = Duration.ofSeconds(random.nextInt(1, 600));
            if (!(calls.lease(NAME, owner, length)
                    instanceof Consumers.Result.Done(ConsumerState leased))) {
                return;
            }
            Feed.Slice slice =
                    feed.read(
                            leased.position(),
                            random.nextInt(1, 20),
                            entry -> leased.segment().has(entry.stream()));
            for (FeedEntry entry : slice.entries()) {
                if (random.nextInt(20) == 0) {
                    return; // The worker ends without a word.
                }
                handle(entry);
            }
            calls.checkpoint(
                    NAME,
                    leased.segment(),
                    leased.token(),
                    slice.next(),
                    random.nextBoolean() ? Optional.of(length) : Optional.empty());
        }

        private void handle(FeedEntry entry) {
            long before = handledUpTo.getOrDefault(entry.stream(), 0L);
            assertThat(entry.firstSequenceNumber()).isLessThanOrEqualTo(before + 1);
            handledUpTo.put(entry.stream(), Math.max(before, entry.version().value()));
            handledEntries.add(entry);
        }

        /** All commits up to the stored positions were handled, and each stream has a segment. */
        private void checkPositions() {
            for (ConsumerState state : store.find(NAME)) {
                assertThat(handledEntries)
                        .containsAll(
                                feed
                                        .read(
                                                0,
                                                10_000,
                                                entry -> state.segment().has(entry.stream()))
                                        .entries()
                                        .stream()
                                        .filter(entry -> entry.lastPosition() <= state.position())
                                        .toList());
            }
            assertThat(store.find(NAME).stream().mapToInt(state -> 16 / state.segment().of()).sum())
                    .isIn(0, 16);
        }
    }
}
