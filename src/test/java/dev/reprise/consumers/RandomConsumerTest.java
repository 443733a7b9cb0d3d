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
import dev.reprise.feed.BrokenFeedException;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedPage;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.FeedProof;
import dev.reprise.feed.FeedRebuild;
import dev.reprise.feed.FeedRebuilder;
import dev.reprise.feed.FeedStore;
import dev.reprise.feed.FeedSweep;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.feed.InterceptedFeedGenerations;
import dev.reprise.feed.InterceptedFeedStore;
import dev.reprise.feed.LiveFeed;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.InMemoryCommitScan;
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
 * while the feed grows, commits fail for a while, and an operator redrives and resets. Pages are
 * damaged, and the feed is rebuilt. One thing happens at a time, in an order that the seed chooses.
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
        private final InMemoryFeedGenerations generations =
                new InMemoryFeedGenerations(new InMemoryFeedStore());
        private final InMemoryConsumerStore states = new InMemoryConsumerStore();
        private final FeedIndexer indexer = new FeedIndexer(generations, events, () -> () -> true);
        private final Set<String> handled = new HashSet<>();
        private final Map<StreamName, Long> handledUpTo = new HashMap<>();
        private final List<FeedEntry> outOfOrder = new ArrayList<>();
        private final Map<String, Integer> failuresLeft = new HashMap<>();
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
            if (random.nextBoolean()) {
                tasks.add(this::rebuildInTurns);
                tasks.add(this::rebuildInTurns);
            }
            IntStream.range(0, random.nextInt(1, 4)).forEach(_ -> tasks.add(this::workInTurns));
            turns.run(tasks);
            finish();
        }

        /** No more failures. */
        private void finish() {
            calm = true;
            Runnable nothing = () -> {};
            rebuilder(nothing).work(Instant.MAX);
            CommitScan scan = new InMemoryCommitScan(events, random.nextInt(1, 20));
            new FeedSweep(generations, scan, indexer, () -> now).work(Instant.MAX);
            FeedProof.checkComplete(generations.live(), events, events.streams());
            for (int round = 0; round < 300; round++) {
                now = now.plusSeconds(7_200);
                runner(nothing).run(consumer(), now.plusSeconds(1));
            }
            assertThat(outOfOrder).isEmpty();
            checkMovedPositions();
            for (ConsumerState last : states.find(NAME)) {
                assertThat(last.parked()).isEmpty();
                assertThat(last.position()).isEqualTo(generations.live().head());
                assertThat(last.generation()).isEqualTo(live());
                assertThat(last.isLeased(now)).isFalse();
                assertThat(last.segment().of()).isEqualTo(last.wantedSegments());
            }
            assertThat(handled).containsAll(commits(wantedUpTo(live(), Long.MAX_VALUE)));
        }

        private void checkMovedPositions() {
            LiveFeed feeds = new LiveFeed(generations, events, () -> now);
            for (int generation = 1; generation < live(); generation++) {
                FeedProof.checkMoved(feeds, generation, store(generation), store(generation + 1));
            }
        }

        private InMemoryFeedStore store(int generation) {
            return (InMemoryFeedStore) generations.generation(generation);
        }

        private int live() {
            return generations.rebuild().map(FeedRebuild::live).orElse(FeedRebuild.FIRST);
        }

        /** Pages are damaged, and the feed is rebuilt by workers who may be killed. */
        private void rebuildInTurns() {
            for (int step = 0; step < STEPS / 2; step++) {
                turns.pass();
                try {
                    switch (random.nextInt(4)) {
                        case 0 -> damageAPage();
                        case 1 -> rebuilder(this::call).start();
                        default -> rebuilder(this::call).work(now.plusSeconds(random.nextInt(60)));
                    }
                } catch (StoreUnavailableException | Killed e) {
                    // The next step is another process.
                }
            }
        }

        private FeedRebuilder rebuilder(Runnable interception) {
            return new FeedRebuilder(
                    new InterceptedFeedGenerations(generations, interception),
                    events,
                    () -> () -> true,
                    () -> now);
        }

        /** Never one of the last pages, which indexers read. */
        private void damageAPage() {
            InMemoryFeedStore store = (InMemoryFeedStore) generations.live();
            List<FeedPage> pages = store.readablePages();
            if (!pages.isEmpty()) {
                List<FeedPage> settled =
                        pages.stream()
                                .filter(page ->
                                        page.lastPosition() <= pages.getLast().settledUpTo())
                                .toList();
                if (!settled.isEmpty()) {
                    FeedPage page = settled.get(random.nextInt(settled.size()));
                    store.damage(page.firstPosition());
                }
            }
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
            Consumers consumers =
                    new Consumers(
                            List.of(consumer()),
                            new InterceptedConsumerStore(states, this::call),
                            feeds(this::call),
                            () -> now);
            for (int step = 0; step < STEPS / 2; step++) {
                turns.pass();
                now = now.plusSeconds(random.nextInt(120));
                try {
                    switch (random.nextInt(10)) {
                        // In between, the commits up to this position may only be handled again.
                        case 0 -> consumers.reset(NAME, allHandledBefore());
                        case 1, 2, 3 -> consumers.share(NAME, 1 << random.nextInt(5));
                        default -> consumers.redrive(NAME, Optional.empty());
                    }
                } catch (StoreUnavailableException | Killed e) {
                    // The next step is another call.
                }
            }
        }

        /** A position of a generation up to which everything was handled. */
        private FeedPosition allHandledBefore() {
            List<ConsumerState> all = states.find(NAME);
            int last = all.stream().mapToInt(ConsumerState::generation).max().orElse(1);
            long upTo =
                    all.stream()
                            .flatMap(state ->
                                    state.generation() < last
                                            ? Stream.of(0L)
                                            : Stream.concat(
                                                    Stream.of(state.position()),
                                                    state.parked().values().stream()
                                                            .map(parked -> parked.position() - 1)))
                            .mapToLong(Long::longValue)
                            .min()
                            .orElse(0);
            return new FeedPosition(last, random.nextLong(upTo + 1));
        }

        private void workInTurns() {
            for (int step = 0; step < STEPS / 2; step++) {
                turns.pass();
                try {
                    runner(this::call).run(consumer(), now.plusSeconds(random.nextInt(600)));
                } catch (StoreUnavailableException | BrokenFeedException | Killed e) {
                    // The next step is another process.
                }
                checkPosition();
            }
        }

        private ConsumerRunner runner(Runnable interception) {
            return new ConsumerRunner(
                    feeds(interception),
                    new InterceptedConsumerStore(states, interception),
                    () -> () -> random.nextBoolean(),
                    () -> now,
                    () -> "owner-" + ++owners,
                    1);
        }

        private LiveFeed feeds(Runnable interception) {
            return new LiveFeed(
                    new InterceptedFeedGenerations(generations, interception) {
                        @Override
                        public FeedStore generation(int generation) {
                            return stale(generations.generation(generation), interception);
                        }
                    },
                    events,
                    () -> now);
        }

        /** Reads of pages are eventually consistent: the last pages may be missing. */
        private FeedStore stale(FeedStore pages, Runnable interception) {
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
                        int left = failuresLeft.computeIfAbsent(commit(entry), _ -> failures());
                        if (left > 0) {
                            failuresLeft.put(commit(entry), left - 1);
                            throw new IllegalStateException("not yet");
                        }
                    }
                    long before = handledUpTo.getOrDefault(entry.stream(), 0L);
                    if (entry.firstSequenceNumber() > before + 1) {
                        outOfOrder.add(entry);
                    }
                    handledUpTo.put(entry.stream(), Math.max(before, entry.version().value()));
                    handled.add(commit(entry));
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
            List<ConsumerState> all = states.find(NAME);
            assertThat(all.stream().mapToInt(state -> 16 / state.segment().of()).sum()).isIn(0, 16);
            for (ConsumerState state : all) {
                assertThat(handled)
                        .containsAll(
                                commits(
                                        wantedUpTo(state.generation(), state.position()).stream()
                                                .filter(entry ->
                                                        state.segment().has(entry.stream()))
                                                .filter(entry -> !isParked(state, entry))
                                                .toList()));
            }
        }

        private static boolean isParked(ConsumerState state, FeedEntry entry) {
            ParkedStream parked = state.parked().get(entry.stream());
            return parked != null && parked.position() <= entry.position();
        }

        private List<FeedEntry> wantedUpTo(int generation, long position) {
            return store(generation).readablePages().stream()
                    .flatMap(page -> page.entries().stream())
                    .filter(entry -> consumer().wants(entry) && entry.lastPosition() <= position)
                    .toList();
        }

        private static List<String> commits(List<FeedEntry> entries) {
            return entries.stream().map(Run::commit).toList();
        }

        private static String commit(FeedEntry entry) {
            return entry.stream() + "@" + entry.firstSequenceNumber();
        }
    }
}
