package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Job.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Jobs of {@link Entries} and {@link Amounts}, whose tasks run when a test says so. A page of a
 * scan has three commits. The clock goes on only when a task is due later.
 */
abstract class JobFixture extends ProjectorFixture {

    static final int PARTS = 2;
    static final Duration RETIREMENT = Duration.ofMinutes(10);
    static final int PAGE_SIZE = 3;

    final Amounts amounts = new Amounts();
    final List<Projection<?, ?>> all = new ArrayList<>(List.of(entries, amounts));
    final InMemoryJobStore jobStore = new InMemoryJobStore();
    final List<Due> queue = new ArrayList<>();
    ProjectionJobs jobs = jobs();

    private final AtomicInteger workers = new AtomicInteger();

    /** A task, and when it may be run. */
    record Due(JobTask task, Instant at) {}

    /** What a process that is killed does next: nothing. */
    static final class Killed extends RuntimeException {}

    final ProjectionJobs jobs() {
        return new ProjectionJobs(
                all,
                views,
                events,
                new InMemoryCommitScan(stored, PAGE_SIZE),
                jobStore,
                (task, delay) -> queue.add(new Due(task, now.plus(delay))),
                new ProjectionJobs.Settings(PARTS, RETIREMENT, Duration.ZERO),
                () -> now,
                () -> "worker-" + workers.incrementAndGet());
    }

    final ProjectionVersions versions(Projection<?, ?> projection) {
        return ProjectionVersions.of(
                        all.stream()
                                .filter(other -> other.name().equals(projection.name()))
                                .toList())
                .getFirst();
    }

    final Projector projectorOfAll() {
        return new Projector(
                all, views, events, new InMemoryCommitScan(stored, PAGE_SIZE), () -> now);
    }

    /** Makes both projections live, with the commits that there are. */
    final void goLive(int schemaVersion) {
        for (Projection<?, ?> projection : all) {
            rows.set(
                    projection.name(),
                    InMemoryViewStore.live(
                            rows.nextGenerationNumber(projection.name()), schemaVersion));
        }
        stored.streams()
                .forEach(stream ->
                        projectorOfAll()
                                .project(
                                        Commits.all(stored, stream).stream()
                                                .map(ProjectorFixture::intact)
                                                .toList()));
    }

    /** Runs the task that is due next, for one page; false if there is none. */
    final boolean runNext() {
        Optional<Due> next = queue.stream().min(Comparator.comparing(Due::at));
        next.ifPresent(due -> {
            queue.remove(due);
            now = due.at().isAfter(now) ? due.at() : now;
            run(due.task());
        });
        return next.isPresent();
    }

    /** Runs a task for one page; a killed worker's task comes again, as from a queue. */
    final void run(JobTask task) {
        Optional<Duration> again;
        try {
            again = jobs.runner().run(task, now.plusMillis(1));
        } catch (RuntimeException e) {
            again = Optional.of(JobRunner.LEASE);
        }
        again.ifPresent(delay -> queue.add(new Due(task, now.plus(delay))));
        now = now.plusMillis(1);
    }

    /** Runs all tasks of a kind, and those that they send, until none is left. */
    final void runAll(Kind kind) {
        for (int i = 0; i < 1_000; i++) {
            Optional<Due> next =
                    queue.stream()
                            .filter(due -> due.task().kind() == kind)
                            .min(Comparator.comparing(Due::at));
            if (next.isEmpty()) {
                return;
            }
            queue.remove(next.get());
            now = next.get().at().isAfter(now) ? next.get().at() : now;
            run(next.get().task());
        }
        throw new AssertionError("the tasks do not end: " + queue);
    }

    final Generations generations(Projection<?, ?> projection) {
        return rows.generations(projection.name()).orElseThrow();
    }

    final Job job(Projection<?, ?> projection, Kind kind) {
        return jobStore.job(projection.name(), kind).orElseThrow();
    }

    /** All rows of a generation, as if it were generation 1. */
    static Map<StreamName, ProjectedRow> rowsOf(
            InMemoryViewStore store, String projection, int generation) {
        Map<StreamName, ProjectedRow> all = new HashMap<>();
        Optional<String> cursor = Optional.empty();
        do {
            ViewStore.RowPage page = store.rows(projection, generation, cursor);
            for (StoredRow stored : page.rows()) {
                all.put(stored.key().stream(), copy(stored.intact().orElseThrow(), 1));
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    /** The same row in another generation. */
    static ProjectedRow copy(ProjectedRow row, int generation) {
        return new ProjectedRow(
                new RowKey(row.key().projection(), generation, row.key().stream()),
                row.version(),
                row.updatedAt(),
                row.hash(),
                row.view(),
                row.indexEntries(),
                row.unfinished(),
                row.parked());
    }

    /** What a generation has to be: all events, folded into an empty store. */
    final InMemoryViewStore fresh(Projection<?, ?> projection) {
        InMemoryViewStore fresh = new InMemoryViewStore(10 * 1024);
        fresh.set(projection.name(), InMemoryViewStore.live(1, projection.schemaVersion()));
        Projector projector =
                new Projector(
                        List.of(projection),
                        fresh,
                        stored,
                        new InMemoryCommitScan(stored),
                        () -> NOW);
        for (StreamName stream : stored.streams()) {
            List<Commit> commits = Commits.all(stored, stream);
            projector.project(commits.stream().map(ProjectorFixture::intact).toList());
        }
        return fresh;
    }

    /** Compares a generation with all events, folded anew. */
    final void assertComplete(Projection<?, ?> projection, int generation) {
        InMemoryViewStore fresh = fresh(projection);
        assertThat(rowsOf(rows, projection.name(), generation))
                .isEqualTo(rowsOf(fresh, projection.name(), 1));
        assertThat(rows.shared(projection.name(), generation))
                .isEqualTo(fresh.shared(projection.name(), 1));
    }
}
