package dev.reprise.feed;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Turns;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InterceptedEventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Indexers compete, are killed before and after any call, and get batches that are doubled,
 * shuffled, cut and lost, while commands go on. One thing happens at a time, in an order that the
 * seed chooses.
 */
class RandomFeedTest {

    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int SEEDS = Integer.getInteger("reprise.seeds", 300);

    @Test
    void the_feed_has_each_commit_once_in_the_order_of_its_stream() {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try {
                new Run(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** A process is gone. */
    private static final class Killed extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private static final class Run {

        private static final int STEPS = 40;

        private final Random random;
        private final Turns turns;
        private final InMemoryEventStore stored = new InMemoryEventStore();
        private final InterceptedEventStore events = new InterceptedEventStore(stored);
        private final InMemoryFeedStore pages = new InMemoryFeedStore();
        private final List<Commit> inbox = new ArrayList<>();
        private final int streams;
        private final int killedOneIn;
        private final boolean everythingIsDelivered;
        private int commands;

        private Run(long seed) {
            random = new Random(seed);
            turns = new Turns(random);
            streams = random.nextInt(1, 8);
            killedOneIn = random.nextInt(10, 200);
            everythingIsDelivered = random.nextBoolean();
            events.before((_, _) -> call());
        }

        private void run() {
            List<Runnable> tasks = new ArrayList<>(List.of(this::write));
            IntStream.range(0, random.nextInt(1, 5)).forEach(_ -> tasks.add(this::indexInTurns));
            turns.run(tasks);
            FeedProof.checkPages(pages, stored, stored.streams());
            FeedProof.checkStreams(pages, stored.streams());
            finish();
            FeedProof.checkComplete(pages, stored, stored.streams());
            FeedProof.checkStreams(pages, stored.streams());
        }

        /** No more failures. */
        private void finish() {
            events.before(InterceptedEventStore.NONE);
            FeedIndexer last = indexer(pages);
            if (everythingIsDelivered) {
                while (!inbox.isEmpty()) {
                    last.index(takeBatch().stream().map(this::delivered).toList());
                }
            } else {
                sweep(last);
            }
        }

        private void sweep(FeedIndexer indexer) {
            CommitScan scan = new InMemoryCommitScan(stored, random.nextInt(1, 20));
            new FeedSweep(new InMemoryFeedGenerations(pages), scan, indexer, () -> Commits.AT)
                    .work(Instant.MAX);
        }

        private void write() {
            for (int step = 0; step < STEPS; step++) {
                turns.pass();
                commands++;
                List<Commit> appended = random.nextInt(3) == 0 ? appendJointly() : append();
                for (Commit commit : appended) {
                    int times = random.nextInt(everythingIsDelivered ? 1 : 0, 3);
                    inbox.addAll(Collections.nCopies(times, commit));
                }
                if (random.nextInt(4) == 0) {
                    Collections.shuffle(inbox, random);
                }
            }
        }

        private List<Commit> append() {
            return List.of(Commits.append(stored, command(stream(random.nextInt(streams)))));
        }

        private List<Commit> appendJointly() {
            List<Integer> some = new ArrayList<>(IntStream.range(0, streams).boxed().toList());
            Collections.shuffle(some, random);
            List<NewCommit> joint =
                    some.subList(0, random.nextInt(1, Math.min(4, streams) + 1)).stream()
                            .map(number -> command(stream(number)))
                            .toList();
            if (joint.size() == 1) {
                return List.of(Commits.append(stored, joint.getFirst()));
            }
            if (!(stored.appendAll(new JointCommit(joint, List.of()))
                    instanceof JointAppendResult.Appended(List<Commit> commits))) {
                throw new AssertionError("not appended");
            }
            return commits;
        }

        private NewCommit command(StreamName stream) {
            CommitBoundary end =
                    Commits.all(stored, stream).stream()
                            .map(Commit::end)
                            .reduce(CommitBoundary.startOf(stream), (_, next) -> next);
            return Commits.commit(
                    end,
                    "command-" + commands,
                    random.nextInt(8) == 0
                            ? Commits.incompressible(random.nextInt(1, 20_000))
                            : Commits.events(random.nextInt(1, 4)),
                    Commits.AT.plusMillis(commands));
        }

        private static StreamName stream(int number) {
            return new StreamName("thing", Integer.toString(number));
        }

        private void indexInTurns() {
            FeedIndexer indexer = indexer(interrupted());
            for (int step = 0; step < STEPS / 2; step++) {
                turns.pass();
                List<Commit> batch = takeBatch();
                try {
                    indexer.index(batch.stream().map(this::delivered).toList());
                } catch (StoreUnavailableException e) {
                    putBack(batch);
                } catch (Killed e) {
                    putBack(batch);
                    indexer = indexer(interrupted());
                }
            }
        }

        private void putBack(List<Commit> batch) {
            if (everythingIsDelivered || random.nextBoolean()) {
                inbox.addAll(batch);
            }
        }

        private List<Commit> takeBatch() {
            List<Commit> head = inbox.subList(0, Math.min(inbox.size(), random.nextInt(1, 12)));
            List<Commit> batch = List.copyOf(head);
            head.clear();
            return batch;
        }

        /** Some deliveries are damaged. Their commits are not. */
        private DeliveredCommit delivered(Commit commit) {
            return random.nextInt(10) == 0
                    ? new DeliveredCommit.Damaged(
                            Deliveries.id(commit),
                            commit.stream(),
                            commit.firstSequenceNumber(),
                            "no image")
                    : Deliveries.intact(commit);
        }

        private FeedIndexer indexer(FeedStore store) {
            return new FeedIndexer(
                    new InMemoryFeedGenerations(store),
                    events,
                    () -> () -> true,
                    random.nextInt(1, 10));
        }

        /** Others go on before and after each call, and any call may be the last one. */
        private FeedStore interrupted() {
            return new InterceptedFeedStore(pages, this::call);
        }

        private void call() {
            turns.pass();
            switch (random.nextInt(killedOneIn)) {
                case 0 -> throw new Killed();
                case 1 -> throw new StoreUnavailableException(Reason.UNREACHABLE, "no answer came");
                default -> {}
            }
        }
    }
}
