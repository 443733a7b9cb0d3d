package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InterceptedViewStore.Operation;
import dev.reprise.projections.Job.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each commit is delivered until that succeeds, and not once more. The store refuses the rows of
 * some streams most of the time, sometimes their names, and now and then anything else. Processes
 * die, others work between any two calls, and generations are built and switched. In the end no
 * commit is lost: neither one that was delivered nor one whose stream was noted.
 */
@ExtendWith(SilentProjections.class)
class RandomRetriesTest extends JobFixture {

    private static final int SEEDS = Integer.getInteger("reprise.seeds", 60);
    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int STEPS = 150;
    private static final int STREAMS = 40;
    private static final int MAX_BATCH = 9;
    private static final int GROUPS = 3;

    /** How many shared rows a large change has. */
    private static final int MANY = 130;

    private final List<Commit> undelivered = new ArrayList<>();
    private final AtomicBoolean isBetween = new AtomicBoolean();
    private Random random = new Random();
    private int refused;

    static IntStream seeds() {
        return IntStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_commit_is_lost(int seed) {
        random = new Random(seed);
        refused = random.nextInt(GROUPS);
        enter(account("first"), 1);
        goLive(1);
        views.before(this::before);
        views.after(this::after);

        for (int i = 0; i < STEPS; i++) {
            step();
        }

        finish();
        for (Projection<?, ?> projection : all) {
            assertThat(rows.retries(projection.name(), Optional.empty(), 1)).isEmpty();
            for (Generation generation : generations(projection).written()) {
                assertComplete(projection, generation.number());
            }
        }
    }

    private void before(Operation operation, Collection<RowKey> keys) {
        if (random.nextInt(150) == 0) {
            throw new Killed();
        }
        boolean isRefused =
                switch (operation) {
                    case WRITE ->
                            keys.stream().anyMatch(key -> isRefused(key.stream()))
                                    && random.nextInt(10) > 2;
                    case NOTE_RETRY -> random.nextInt(4) == 0;
                    default -> random.nextInt(80) == 0;
                };
        if (isRefused) {
            throw unreachable();
        }
        if (random.nextInt(6) == 0) {
            between();
        }
    }

    private void after(Operation operation, Collection<RowKey> keys) {
        if (random.nextInt(operation == Operation.NOTE_RETRY ? 8 : 150) == 0) {
            throw unreachable();
        }
        if (random.nextInt(8) == 0) {
            between();
        }
    }

    private boolean isRefused(StreamName stream) {
        return Math.floorMod(stream.hashCode(), GROUPS) == refused;
    }

    /** Another process does something between two calls of this one. */
    private void between() {
        if (isBetween.compareAndSet(false, true)) {
            try {
                step();
            } finally {
                isBetween.set(false);
            }
        }
    }

    private void step() {
        try {
            Projection<?, ?> projection = all.get(random.nextInt(all.size()));
            switch (random.nextInt(24)) {
                case 0, 1, 2, 3, 4 -> append();
                case 5, 6, 7, 8, 9, 10 -> deliver();
                case 11, 12, 13 -> jobs.retries().follow(Instant.MAX);
                case 14 -> refused = random.nextInt(GROUPS);
                case 15, 16 -> jobs.rebuild().start(versions(projection), random.nextBoolean());
                case 17 -> jobs.rebuild().switchOver(projection.name());
                case 18 -> jobs.rebuild().switchBack(versions(projection));
                case 19 -> jobs.rebuild().cleanUp(projection.name());
                default -> runAny();
            }
        } catch (RuntimeException diedOrFailed) {
            // The next step is another process.
        }
    }

    private void append() {
        StreamName stream = account("s" + random.nextInt(STREAMS));
        Integer[] entered =
                random.nextInt(20) == 0
                        ? IntStream.range(0, MANY).boxed().toArray(Integer[]::new)
                        : new Integer[] {random.nextInt(50)};
        undelivered.add(enter(stream, entered));
    }

    private void deliver() {
        Collections.shuffle(undelivered, random);
        List<Commit> head =
                undelivered.subList(
                        0, Math.min(undelivered.size(), random.nextInt(1, MAX_BATCH + 1)));
        List<Commit> batch = List.copyOf(head);
        head.clear();
        boolean died = true;
        try {
            Set<String> again =
                    projectorOfAll().project(batch.stream().map(ProjectorFixture::intact).toList());
            batch.stream().filter(commit -> again.contains(id(commit))).forEach(undelivered::add);
            died = false;
        } finally {
            if (died) {
                undelivered.addAll(batch);
            }
        }
    }

    private void runAny() {
        if (!queue.isEmpty()) {
            Due due = queue.remove(random.nextInt(queue.size()));
            now = due.at().isAfter(now) ? due.at() : now;
            run(due.task());
        }
    }

    /** No more failures: what is to be delivered, noted or begun comes to its end. */
    private void finish() {
        views.before(InterceptedViewStore.NONE);
        views.after(InterceptedViewStore.NONE);
        if (random.nextBoolean()) {
            jobs.retries().follow(Instant.MAX);
        }
        while (!undelivered.isEmpty()) {
            deliver();
        }
        jobs.retries().follow(Instant.MAX);
        for (Projection<?, ?> projection : all) {
            jobs.rebuild().start(versions(projection), false);
            jobs.rebuild().resume(projection.name());
        }
        runAll(Kind.REBUILD);
    }
}
