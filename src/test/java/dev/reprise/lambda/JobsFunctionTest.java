package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.personal.Forgetting;
import dev.reprise.personal.PersonalData;
import dev.reprise.personal.SubjectStreams;
import dev.reprise.projections.Amounts;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Entries;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryJobStore;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.Job.State;
import dev.reprise.projections.Projection;
import dev.reprise.projections.ProjectionJobs;
import dev.reprise.projections.Projector;
import dev.reprise.projections.Refold;
import dev.reprise.projections.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the jobs function does with each call. The clock stands still. */
class JobsFunctionTest {

    private static final Instant NOW = Commits.AT.plusSeconds(1);
    private static final Duration TIME = JobsFunction.RESERVE.plusMillis(1);

    private final Entries entries = new Entries("entries", 1);
    private final List<Projection<?, ?>> projections = List.of(entries, new Amounts());
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryViewStore views = new InMemoryViewStore();
    private final InMemoryCommitScan scan = new InMemoryCommitScan(events);
    private final AtomicInteger workers = new AtomicInteger();
    private final List<String> output = new ArrayList<>();
    private final ProjectionJobs jobs =
            new ProjectionJobs(
                    projections,
                    views,
                    events,
                    scan,
                    new InMemoryJobStore(),
                    (_, _) -> {},
                    new ProjectionJobs.Settings(2, Duration.ofMinutes(10), Duration.ZERO),
                    () -> NOW,
                    () -> "worker-" + workers.incrementAndGet());
    private final EmbeddedMetrics metrics =
            new EmbeddedMetrics(true, "shop", () -> NOW, output::add);
    private final JobsFunction function =
            new JobsFunction(
                    projections,
                    views,
                    jobs,
                    new Forgetting(
                            PersonalData.plain(),
                            events,
                            (_, _) -> new SubjectStreams.Page(Set.of(), Optional.empty()),
                            new Refold(projections, views, events),
                            () -> NOW),
                    new FeedMaintenance(Optional.empty(), Optional.empty(), metrics),
                    metrics,
                    () -> NOW);

    @BeforeEach
    void goLive() {
        projections.forEach(projection ->
                views.set(
                        projection.name(),
                        InMemoryViewStore.live(views.nextGenerationNumber(projection.name()), 1)));
    }

    private Commit append(String id, EncodedEvents encoded) {
        return Commits.append(
                events,
                Commits.commit(
                        CommitBoundary.startOf(new StreamName(Entries.CATEGORY, id)),
                        "command-" + id,
                        encoded,
                        Commits.AT));
    }

    private State repair() {
        return jobs.repair().progress(entries.name()).orElseThrow().job().state();
    }

    private void beginRepair() {
        append("1", Entries.CODEC.encode(List.of(1)));
        jobs.repair().start(entries.name(), true);
    }

    private void assertCounted(int parked, int retrying) {
        assertThat(output).hasSize(2);
        assertThat(output.getFirst())
                .contains("\"ParkedStreams\":" + parked + ".0")
                .contains("\"RetryingStreams\":" + retrying + ".0");
    }

    @Test
    void the_parked_streams_of_all_projections_are_counted() {
        Commit undecodable = append("1", new EncodedEvents.Json(1, "[?]"));
        new Projector(projections, views, events, scan, () -> NOW)
                .project(List.of(new DeliveredCommit.Intact("1", undecodable, _ -> true)));

        function.work(TIME);

        assertCounted(2, 0);
    }

    @Test
    void without_streams_that_wait_the_counts_are_zero() {
        function.work(TIME);
        assertCounted(0, 0);
    }

    @Test
    void a_job_is_worked_on_to_its_end() {
        beginRepair();
        function.work(TIME);
        assertThat(repair()).isEqualTo(State.DONE);
        assertThat(output.getLast()).contains("\"RepairedRows\":1.0");
        assertThat(views.rows(entries.name(), 1, Optional.empty()).rows()).hasSize(1);
    }

    @Test
    void streams_that_could_not_be_written_are_tried_again() {
        Commit commit = append("1", Entries.CODEC.encode(List.of(1)));
        views.noteRetry(entries.name(), commit.stream());
        function.work(TIME);
        assertCounted(0, 1);
        assertThat(views.row(new RowKey(entries.name(), 1, commit.stream()))).isPresent();
        assertThat(views.retries(entries.name(), Optional.empty(), 1)).isEmpty();
    }

    @Test
    void nothing_is_begun_in_the_last_minute_but_the_count() {
        beginRepair();
        function.work(JobsFunction.RESERVE);
        assertThat(repair()).isEqualTo(State.RUNNING);
        assertThat(jobs.repair().progress(entries.name()).orElseThrow().parts()).isEmpty();
        assertThat(output.getLast()).contains("\"RepairedRows\":0.0");
    }
}
