package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Race;
import dev.reprise.orders.ChaosProcess.Action;
import dev.reprise.orders.ChaosProcess.Environment;
import dev.reprise.orders.ChaosProcess.Faults;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.JobStore;
import dev.reprise.projections.JobTask;
import dev.reprise.projections.ProjectionVersions;
import dev.reprise.projections.ViewStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Commands go on while their commits are delivered in the worst way: more than once, in any order,
 * in batches of any size, to concurrent processes, or not at all. Rebuilds begin, switch and are
 * cancelled meanwhile. Stores fail, and processes are killed.
 */
final class ReadModelsChaos {

    private static final int MAX_BATCH = 20;
    private static final int MAX_PROCESSES = 4;
    private static final int MAX_DEPTH = 3;
    private static final ProjectionVersions ANY = ChaosProcess.VERSIONS.getFirst();
    private static final List<Action> ACTIONS =
            List.of(
                    (jobs, _, projection) -> jobs.rebuild().start(projection, true),
                    (jobs, _, projection) -> jobs.rebuild().start(projection, true),
                    (jobs, _, projection) -> jobs.rebuild().start(projection, true),
                    (jobs, _, projection) -> jobs.rebuild().start(projection, false),
                    (jobs, _, projection) -> jobs.rebuild().start(projection, false),
                    (jobs, _, projection) -> jobs.rebuild().switchOver(projection.name()),
                    (jobs, _, projection) -> jobs.rebuild().switchOver(projection.name()),
                    (jobs, _, projection) -> jobs.rebuild().switchBack(projection),
                    (jobs, _, projection) -> jobs.rebuild().cancel(projection.name()),
                    (jobs, _, projection) -> jobs.rebuild().pause(projection.name()),
                    (jobs, _, projection) -> jobs.rebuild().resume(projection.name()),
                    (jobs, _, projection) -> jobs.rebuild().cleanUp(projection.name()),
                    (jobs, _, projection) -> jobs.repair().start(projection.name(), true),
                    (_, redrive, projection) -> redrive.redriveAll(projection),
                    (jobs, _, _) -> jobs.sendUnfinished(),
                    (jobs, _, _) -> jobs.retries().follow(Instant.MAX),
                    (jobs, _, _) -> jobs.retries().follow(Instant.MAX));

    private final Random random;
    private final ViewStore views;
    private final Environment environment;
    private final Faults faults;
    private final Ending ending;
    private final boolean poisoned;
    private final ChaosOrders orders;
    private final AtomicInteger stepsLeft;
    private final AtomicInteger depth = new AtomicInteger();
    private final List<Commit> inbox = new ArrayList<>();
    private final List<Due> queue = new ArrayList<>();
    private volatile Instant now = Commits.AT.plus(Duration.ofDays(60));

    /** What brings rows up to date in the end. */
    private enum Ending {
        /** Nothing more: each commit is delivered until that succeeds, as a stream does. */
        ALL_WERE_DELIVERED,
        /** The last commit of each order. Any other one may be lost. */
        LAST_DELIVERED,
        /** A repair. Any commit may be lost. */
        REPAIRED
    }

    /** A task, and when it may be run. */
    private record Due(JobTask task, Instant at) {}

    /**
     * @param seed of all random choices; the interleaving of the processes does not depend on it
     */
    ReadModelsChaos(
            long seed,
            EventStore events,
            ViewStore views,
            CommitScan scan,
            JobStore jobs,
            ChaosDelivery delivery,
            int orderCount,
            int steps) {
        this.random = new Random(seed);
        this.views = views;
        this.environment =
                new Environment(
                        events,
                        views,
                        scan,
                        jobs,
                        this::send,
                        () -> now,
                        delivery,
                        this::deliverInParallel);
        this.faults = new Faults(random.nextInt(30, 200), random.nextInt(100, 500));
        this.ending = Ending.values()[random.nextInt(Ending.values().length)];
        int poisonedCommit =
                random.nextInt(4) > 0
                        ? ChaosOrders.UNPOISONED
                        : random.nextBoolean()
                                ? ChaosOrders.POISONED_OPEN
                                : ChaosOrders.POISONED_SHIPPED;
        this.poisoned = poisonedCommit != ChaosOrders.UNPOISONED;
        this.orders = new ChaosOrders(events, random, orderCount, poisonedCommit);
        this.stepsLeft = new AtomicInteger(steps);
    }

    ChaosOrders orders() {
        return orders;
    }

    /** Runs until all is delivered or repaired, and no job is left. */
    void run() throws Exception {
        if (poisoned || random.nextBoolean()) {
            goLive();
        }
        int processes = random.nextInt(1, MAX_PROCESSES + 1);
        long seed = random.nextLong();
        Race.of(
                processes,
                number -> {
                    Random own = new Random(seed + number);
                    ChaosProcess process = new ChaosProcess(environment, faults, own);
                    while (stepsLeft.getAndDecrement() > 0) {
                        step(process, own);
                        if (process.isKilled()) {
                            process = new ChaosProcess(environment, faults, own);
                        }
                    }
                    return true;
                });
        finish();
    }

    /** Without it, the first delivery registers the first generation. */
    private void goLive() {
        for (ProjectionVersions projection : ChaosProcess.VERSIONS) {
            Generation first =
                    new Generation(
                            views.nextGenerationNumber(projection.name()),
                            projection.newest().schemaVersion());
            views.saveGenerations(
                    projection.name(), Generations.first(first).switched(), Optional.empty());
        }
    }

    private void step(ChaosProcess process, Random own) {
        switch (own.nextInt(16)) {
            case 0, 1, 2 -> command(own);
            case 3, 4, 5, 6, 7, 8 -> deliver(process, own);
            case 9, 10 ->
                    process.act(
                            ACTIONS.get(own.nextInt(ACTIONS.size())),
                            ChaosProcess.VERSIONS.get(own.nextInt(ChaosProcess.VERSIONS.size())));
            default -> takeTask(own).ifPresent(task -> run(process, task));
        }
    }

    private void command(Random own) {
        List<Commit> delivered = new ArrayList<>();
        int least = ending == Ending.ALL_WERE_DELIVERED ? 1 : 0;
        for (Commit commit : orders.command(own.nextInt(1, 25))) {
            delivered.addAll(Collections.nCopies(own.nextInt(least, 4), commit));
        }
        if (own.nextBoolean()) {
            Collections.shuffle(delivered, own);
        }
        putBack(delivered);
    }

    private void deliver(ChaosProcess process, Random own) {
        putBack(process.project(takeBatch(own)));
    }

    /** Another process delivers a batch, between the read and the write of one. */
    private void deliverInParallel() {
        if (depth.incrementAndGet() <= MAX_DEPTH) {
            Random own = new Random(random.nextLong());
            deliver(new ChaosProcess(environment, faults, own), own);
        }
        depth.decrementAndGet();
    }

    private void putBack(List<Commit> failed) {
        synchronized (inbox) {
            inbox.addAll(failed);
        }
    }

    /** Commits that are next to each other, or any. */
    private List<Commit> takeBatch(Random own) {
        synchronized (inbox) {
            if (own.nextInt(3) == 0) {
                Collections.shuffle(inbox, own);
            }
            int size = Math.min(inbox.size(), own.nextInt(1, MAX_BATCH));
            List<Commit> batch = List.copyOf(inbox.subList(0, size));
            inbox.subList(0, size).clear();
            return batch;
        }
    }

    private void send(JobTask task, Duration delay) {
        synchronized (queue) {
            queue.add(new Due(task, now.plus(delay)));
        }
    }

    private void run(ChaosProcess process, JobTask task) {
        process.run(task).ifPresent(delay -> send(task, delay));
    }

    private Optional<JobTask> takeTask(Random own) {
        synchronized (queue) {
            return queue.isEmpty()
                    ? Optional.empty()
                    : Optional.of(begun(queue.get(own.nextInt(queue.size()))));
        }
    }

    private Optional<JobTask> takeNextTask() {
        synchronized (queue) {
            return queue.stream().min(Comparator.comparing(Due::at)).map(this::begun);
        }
    }

    private JobTask begun(Due due) {
        queue.remove(due);
        now = (due.at().isAfter(now) ? due.at() : now).plusMillis(1);
        return due.task();
    }

    /** No more failures: what is delivered or begun comes to its end. */
    private void finish() {
        ChaosProcess last = new ChaosProcess(environment, Faults.NONE, random);
        bringUpToDate(last);
        follow(last);
    }

    /** Some streams may be noted: their commits count as delivered. */
    private void follow(ChaosProcess last) {
        last.act((jobs, _, _) -> jobs.retries().follow(Instant.MAX), ANY);
        for (ProjectionVersions projection : ChaosProcess.VERSIONS) {
            assertThat(views.retries(projection.name(), Optional.empty(), 1)).isEmpty();
        }
    }

    private void bringUpToDate(ChaosProcess last) {
        if (ending == Ending.REPAIRED) {
            inbox.clear();
            finishRebuilds(last);
            for (ProjectionVersions projection : ChaosProcess.VERSIONS) {
                last.act((jobs, _, its) -> jobs.repair().start(its.name(), true), projection);
                runAll(last);
            }
            return;
        }
        if (random.nextBoolean()) {
            finishRebuilds(last);
        }
        if (ending == Ending.LAST_DELIVERED) {
            for (OrderId order : orders.created()) {
                inbox.add(orders.commits(order).getLast());
            }
        }
        while (!inbox.isEmpty()) {
            deliver(last, random);
        }
        finishRebuilds(last);
    }

    private void finishRebuilds(ChaosProcess last) {
        for (ProjectionVersions projection : ChaosProcess.VERSIONS) {
            last.act(
                    (jobs, _, its) -> {
                        if (poisoned) {
                            jobs.rebuild().cancel(its.name());
                        } else {
                            jobs.rebuild().resume(its.name());
                        }
                        jobs.repair().resume(its.name());
                    },
                    projection);
        }
        runAll(last);
        for (ProjectionVersions projection : ChaosProcess.VERSIONS) {
            last.act((jobs, _, its) -> jobs.rebuild().switchOver(its.name()), projection);
            Optional<Generations> generations = views.generations(projection.name());
            if (generations.flatMap(Generations::live).isEmpty()) {
                rebuild(last, projection);
            }
        }
        runAll(last);
    }

    private void rebuild(ChaosProcess process, ProjectionVersions projection) {
        process.act((jobs, _, its) -> jobs.rebuild().start(its, true), projection);
        runAll(process);
    }

    /** Builds and switches to another generation of each projection, where no stream is parked. */
    void rebuildAll() {
        if (!poisoned) {
            ChaosProcess process = new ChaosProcess(environment, Faults.NONE, random);
            ChaosProcess.VERSIONS.forEach(projection -> rebuild(process, projection));
        }
    }

    private void runAll(ChaosProcess process) {
        for (int i = 0; i < 10_000; i++) {
            Optional<JobTask> task = takeNextTask();
            if (task.isEmpty()) {
                return;
            }
            run(process, task.get());
        }
        throw new AssertionError("the tasks do not end: " + queue);
    }
}
