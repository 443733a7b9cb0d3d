package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commits, deliveries, rebuilds, switches, cancellations and clean-ups in random order. Deliveries
 * are doubled, shuffled and lost; any call of a store may be the last of its process. In the end
 * every live row and every shared row is as if all events were folded anew.
 */
@ExtendWith(SilentProjections.class)
class RandomRebuildsTest extends JobFixture {

    private static final int SEEDS = Integer.getInteger("reprise.seeds", 150);
    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int STEPS = 120;
    private static final int STREAMS = 9;
    private static final int MANY = 130;

    private final List<Commit> undelivered = new ArrayList<>();

    static IntStream seeds() {
        return IntStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_row_equals_that_of_a_fresh_rebuild(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < STREAMS; i++) {
            enter(account("s" + i), random.nextInt(50));
        }
        goLive(1);

        for (int i = 0; i < STEPS; i++) {
            dieAtRandom(random);
            try {
                step(random);
            } catch (RuntimeException diedOrRefused) {
                // Nothing is left of the process but what is stored.
            }
        }

        quiesce();
        for (Projection<?, ?> projection : all) {
            assertThat(generations(projection).building()).isEmpty();
            assertThat(generations(projection).dropped()).isEmpty();
            int live = generations(projection).live().orElseThrow().number();
            assertComplete(projection, live);
        }
    }

    private void dieAtRandom(Random random) {
        int calls = random.nextInt(40);
        int[] left = {calls};
        boolean before = random.nextBoolean();
        InterceptedViewStore.Interception die =
                (_, _) -> {
                    synchronized (left) {
                        if (--left[0] < 0) {
                            throw new Killed();
                        }
                    }
                };
        views.before(before ? die : InterceptedViewStore.NONE);
        views.after(before ? InterceptedViewStore.NONE : die);
        int[] jobCalls = {random.nextInt(15)};
        jobStore.before(() -> {
            if (--jobCalls[0] < 0) {
                throw new Killed();
            }
        });
    }

    private void step(Random random) {
        Projection<?, ?> projection = all.get(random.nextInt(all.size()));
        Rebuild rebuild = jobs.rebuild();
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> append(random);
            case 4, 5, 6, 7 -> deliver(random);
            case 8, 9 -> rebuild.start(versions(projection), random.nextInt(4) > 0);
            case 10 -> rebuild.cancel(projection.name());
            case 11 -> rebuild.switchBack(versions(projection));
            case 12 -> rebuild.cleanUp(projection.name());
            case 13 -> rebuild.pause(projection.name());
            case 14 -> rebuild.resume(projection.name());
            case 15 -> rebuild.switchOver(projection.name());
            default -> runAny(random);
        }
    }

    private void append(Random random) {
        StreamName stream = account("s" + random.nextInt(STREAMS + 4));
        Integer[] amountsToEnter =
                random.nextInt(12) == 0
                        ? IntStream.range(0, MANY).boxed().toArray(Integer[]::new)
                        : new Integer[] {random.nextInt(50), random.nextInt(50)};
        undelivered.add(enter(stream, amountsToEnter));
    }

    private void deliver(Random random) {
        List<Commit> batch = new ArrayList<>(undelivered);
        Collections.shuffle(batch, random);
        batch = batch.subList(0, random.nextInt(batch.size() + 1));
        if (random.nextInt(4) == 0) {
            batch = new ArrayList<>(batch);
            batch.addAll(List.copyOf(batch));
        }
        var failed =
                projectorOfAll().project(batch.stream().map(ProjectorFixture::intact).toList());
        undelivered.removeIf(commit -> !failed.contains(id(commit)) && random.nextInt(3) > 0);
    }

    private void runAny(Random random) {
        if (!queue.isEmpty()) {
            Due due = queue.remove(random.nextInt(queue.size()));
            now = due.at().isAfter(now) ? due.at() : now;
            run(due.task());
        }
    }

    /** No more failures: what is delivered or begun comes to its end. */
    private void quiesce() {
        views.before(InterceptedViewStore.NONE);
        views.after(InterceptedViewStore.NONE);
        jobStore.before(() -> {});
        List<Commit> all = new ArrayList<>();
        stored.streams().forEach(stream -> all.add(Commits.all(stored, stream).getLast()));
        projectorOfAll().project(all.stream().map(ProjectorFixture::intact).toList());
        for (Projection<?, ?> projection : this.all) {
            assertComplete(projection, generations(projection).live().orElseThrow().number());
            Rebuild rebuild = jobs.rebuild();
            rebuild.start(versions(projection), true);
            rebuild.resume(projection.name());
            runAll(Job.Kind.REBUILD);
            rebuild.switchOver(projection.name());
            rebuild.cleanUp(projection.name());
            jobs.sendUnfinished();
            runAll(Job.Kind.CLEAN_UP);
        }
    }
}
