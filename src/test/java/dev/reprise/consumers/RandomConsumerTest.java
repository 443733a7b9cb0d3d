package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Turns;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedPage;
import dev.reprise.feed.FeedProof;
import dev.reprise.feed.FeedStore;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.feed.InterceptedFeedStore;
import dev.reprise.projections.Deliveries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runners of one consumer compete, are killed before and after any call, and outlive their leases,
 * while the feed grows, commits fail for a while, and an operator redrives and resets. One thing
 * happens at a time, in an order that the seed chooses.
 */
class RandomConsumerTest {

    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int SEEDS = Integer.getInteger("reprise.seeds", 300);

    private static final Logger LOG = Logger.getLogger(ConsumerRunner.class.getPackageName());

    @BeforeAll
    static void logNothing() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        LOG.setLevel(null);
    }

    @Test
    void each_commit_is_handled_and_those_of_a_stream_in_order() {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try {
                new Run(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** A process is gone. An error, because a consumer's exceptions are caught. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;
    }

    private static final class Run {

        private static final int STEPS = 40;
        private static final String NAME = "one";

        private final Random random;
        private final Turns turns;
        private final InMemoryEventStore events = new InMemoryEventStore();
        private final InMemoryFeedStore pages = new InMemoryFeedStore();
        private final InMemoryConsumerStore states = new InMemoryConsumerStore();
        private final FeedIndexer indexer = new FeedIndexer(pages, events, () -> () -> false);
        private final Set<FeedEntry> handled = new HashSet<>();
        private final Map<StreamName, Long> handledUpTo = new HashMap<>();
        private final List<FeedEntry> outOfOrder = new ArrayList<>();
        private final Map<FeedEntry, Integer> failuresLeft = new HashMap<>();
        private final int streams;
        private final int killedOneIn;
        private final int failingOneIn;
        private int commands;
        private int owners;
        private Instant now = Commits.AT;
        private boolean calm;

        private Run(long seed) {
            random = new Random(seed);
            turns = new Turns(random);
            streams = random.nextInt(1, 8);
            killedOneIn = random.nextInt(10, 200);
            failingOneIn = random.nextInt(3, 50);
        }

        private void run() {
            List<Runnable> tasks = new ArrayList<>(List.of(this::write, this::operate));
            IntStream.range(0, random.nextInt(1, 4)).forEach(_ -> tasks.add(this::workInTurns));
            turns.run(tasks);
            finish();
        }

        /** No more failures. */
        private void finish() {
            calm = true;
            Runnable nothing = () -> {};
            for (int round = 0; round < 300; round++) {
                now = now.plusSeconds(7_200);
                runner(nothing).run(consumer(), now.plusSeconds(1));
            }
            assertThat(outOfOrder).isEmpty();
            for (ConsumerState last : states.find(NAME)) {
                assertThat(last.parked()).isEmpty();
                assertThat(last.position()).isEqualTo(new Feed(pages, events).head());
                assertThat(last.isLeased(now)).isFalse();
                assertThat(last.segment().of()).isEqualTo(last.wantedSegments());
            }
            assertThat(handled).containsAll(wantedUpTo(Long.MAX_VALUE));
        }

        private void write() {
            for (int step = 0; step < STEPS; step++) {
                turns.pass();
                commands++;
                now = now.plusSeconds(random.nextInt(60));
                List<Commit> commits =
                        IntStream.range(0, random.nextInt(1, 6)).mapToObj(_ -> append()).toList();
                indexer.index(commits.stream().map(Deliveries::intact).toList());
            }
        }

        private Commit append() {
            commands++;
            StreamName stream =
                    new StreamName(
                            random.nextInt(5) == 0 ? "other" : "thing",
                            Integer.toString(random.nextInt(streams)));
            CommitBoundary end =
                    Commits.all(events, stream).stream()
                            .map(Commit::end)
                            .reduce(CommitBoundary.startOf(stream), (_, next) -> next);
            return Commits.append(
                    events,
                    Commits.commit(
                            end, "command-" + commands, Commits.events(random.nextInt(1, 4)), now));
        }

        /**
         * Redrives, changes the number of segments, and resets to positions before the current one,
         * so that all commits have to be handled.
         */
        private void operate() {
            Consumers consumers = new Consumers(List.of(consumer()), states, () -> now);
            for (int step = 0; step < STEPS / 2; step++) {
                turns.pass();
                now = now.plusSeconds(random.nextInt(120));
                switch (random.nextInt(10)) {
                    case 0 -> consumers.reset(NAME, random.nextLong(allHandledUpTo() + 1));
                    case 1, 2, 3 -> consumers.share(NAME, 1 << random.nextInt(5));
                    default -> consumers.redrive(NAME, Optional.empty());
                }
            }
        }

        private long allHandledUpTo() {
            return states.find(NAME).stream()
                    .flatMap(state ->
                            Stream.concat(
                                    Stream.of(state.position()),
                                    state.parked().values().stream()
                                            .map(parked -> parked.position() - 1)))
                    .mapToLong(Long::longValue)
                    .min()
                    .orElse(0);
        }

        private void workInTurns() {
            for (int step = 0; step < STEPS / 2; step++) {
                turns.pass();
                try {
                    runner(this::call).run(consumer(), now.plusSeconds(random.nextInt(600)));
                } catch (StoreUnavailableException | Killed e) {
                    // The next step is another process.
                }
                checkPosition();
            }
        }

        private ConsumerRunner runner(Runnable interception) {
            return new ConsumerRunner(
                    new Feed(stale(interception), events),
                    new InterceptedConsumerStore(states, interception),
                    () -> () -> random.nextBoolean(),
                    () -> now,
                    () -> "owner-" + ++owners,
                    1);
        }

        /** Reads of pages are eventually consistent: the last pages may be missing. */
        private FeedStore stale(Runnable interception) {
            return new InterceptedFeedStore(pages, interception) {
                @Override
                public List<FeedPage> pagesFrom(long position, int maxPages) {
                    List<FeedPage> read = super.pagesFrom(position, maxPages);
                    return calm || random.nextInt(4) > 0
                            ? read
                            : read.subList(0, random.nextInt(read.size() + 1));
                }
            };
        }

        private void call() {
            turns.pass();
            now = now.plusSeconds(random.nextInt(20));
            if (random.nextInt(killedOneIn) == 0) {
                if (random.nextBoolean()) {
                    throw new Killed();
                }
                throw new StoreUnavailableException(Reason.THROTTLED, "no answer");
            }
        }

        private FeedConsumer consumer() {
            return new FeedConsumer() {
                @Override
                public String name() {
                    return NAME;
                }

                @Override
                public boolean wants(FeedEntry entry) {
                    return entry.stream().category().equals("thing");
                }

                @Override
                public void handle(FeedEntry entry) {
                    if (!calm) {
                        call();
                        int left = failuresLeft.computeIfAbsent(entry, _ -> failures());
                        if (left > 0) {
                            failuresLeft.put(entry, left - 1);
                            throw new IllegalStateException("not yet");
                        }
                    }
                    long before = handledUpTo.getOrDefault(entry.stream(), 0L);
                    if (entry.firstSequenceNumber() > before + 1) {
                        outOfOrder.add(entry);
                    }
                    handledUpTo.put(entry.stream(), Math.max(before, entry.version().value()));
                    handled.add(entry);
                    if (!calm) {
                        call();
                    }
                }
            };
        }

        private int failures() {
            return random.nextInt(failingOneIn) == 0 ? random.nextInt(1, 8) : 0;
        }

        /** What the stored position and the parked streams say was handled. */
        private void checkPosition() {
            for (ConsumerState state : states.find(NAME)) {
                assertThat(handled)
                        .containsAll(
                                wantedUpTo(state.position()).stream()
                                        .filter(entry -> state.segment().has(entry.stream()))
                                        .filter(entry -> !isParked(state, entry))
                                        .toList());
            }
        }

        private static boolean isParked(ConsumerState state, FeedEntry entry) {
            ParkedStream parked = state.parked().get(entry.stream());
            return parked != null && parked.position() <= entry.position();
        }

        private List<FeedEntry> wantedUpTo(long position) {
            return FeedProof.pages(pages).stream()
                    .flatMap(page -> page.entries().stream())
                    .filter(entry -> consumer().wants(entry) && entry.lastPosition() <= position)
                    .toList();
        }
    }
}
