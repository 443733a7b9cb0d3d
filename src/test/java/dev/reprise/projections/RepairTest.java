package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.Job.Kind;
import dev.reprise.projections.Job.State;
import dev.reprise.projections.JobPart.Finding;
import dev.reprise.projections.ProjectedRow.Parked.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repair compares rows with the events, and mends what differs. */
class RepairTest extends JobFixture {

    private static final List<String> STREAMS =
            List.of("same", "ahead", "other", "gone", "behind", "same2", "same3");

    /** The events before the table was restored. */
    private final InMemoryEventStore before = new InMemoryEventStore();

    private void enterBefore(String id, Integer... entered) {
        append(before, account(id), Entries.CODEC.encode(List.of(entered)));
    }

    /** Rows that were made from events of which some are gone, some others, and some missing. */
    private void restore() {
        for (Projection<?, ?> projection : all) {
            rows.set(
                    projection.name(),
                    InMemoryViewStore.live(rows.nextGenerationNumber(projection.name()), 1));
        }
        for (String id : STREAMS) {
            enterBefore(id, 5, 16);
            enterBefore(id, 7);
        }
        Projector projector =
                new Projector(all, rows, before, new InMemoryCommitScan(before), () -> NOW);
        for (String id : STREAMS) {
            projector.project(
                    Commits.all(before, account(id)).stream()
                            .map(ProjectorFixture::intact)
                            .toList());
            if (!id.equals("gone")) {
                enter(account(id), 5, 16);
            }
            if (!List.of("ahead", "gone", "other").contains(id)) {
                enter(account(id), 7);
            }
        }
        enter(account("other"), 8);
        enter(account("behind"), 9);
        enter(account("missing"), 4);
    }

    private Map<String, Finding> repair(Projection<?, ?> projection, boolean mends) {
        assertThat(jobs.repair().start(projection.name(), mends))
                .isInstanceOf(Repair.Outcome.Started.class);
        runAll(Kind.REPAIR);
        Repair.Progress progress = jobs.repair().progress(projection.name()).orElseThrow();
        assertThat(progress.job().state()).isEqualTo(State.DONE);
        Map<String, Finding> found = new TreeMap<>();
        progress.parts()
                .forEach(part ->
                        part.findings().forEach(finding -> found.put(finding.stream(), finding)));
        assertThat(
                        progress.parts().stream()
                                .mapToLong(part ->
                                        part.found().values().stream()
                                                .mapToLong(Long::longValue)
                                                .sum())
                                .sum())
                .isEqualTo(found.size());
        return found;
    }

    private static Map<String, Difference> differences(Map<String, Finding> findings) {
        Map<String, Difference> differences = new TreeMap<>();
        findings.forEach((stream, finding) -> differences.put(stream, finding.difference()));
        return differences;
    }

    private static final Map<String, Difference> EXPECTED =
            Map.of(
                    "account-ahead", Difference.AHEAD,
                    "account-other", Difference.ANOTHER_HISTORY,
                    "account-gone", Difference.GONE,
                    "account-behind", Difference.BEHIND,
                    "account-missing", Difference.MISSING);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_dry_run_reports_and_changes_nothing(boolean sharing) {
        restore();
        Projection<?, ?> projection = sharing ? amounts : entries;
        Map<StreamName, ProjectedRow> rowsBefore = rowsOf(rows, projection.name(), 1);
        Map<String, String> sharedBefore = rows.shared(projection.name(), 1);

        Map<String, Finding> found = repair(projection, false);

        assertThat(differences(found)).isEqualTo(EXPECTED);
        assertThat(found.values()).noneMatch(Finding::mended);
        assertThat(jobs.tally().sinceStart().repairedRows()).isZero();
        assertThat(rowsOf(rows, projection.name(), 1)).isEqualTo(rowsBefore);
        assertThat(rows.shared(projection.name(), 1)).isEqualTo(sharedBefore);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_repair_makes_rows_and_shared_rows_those_of_the_events_that_are_there(boolean sharing) {
        restore();
        Projection<?, ?> projection = sharing ? amounts : entries;

        Map<String, Finding> found = repair(projection, true);

        assertThat(found.values()).allMatch(Finding::mended);
        assertRepaired(projection);
        assertThat(jobs.tally().sinceStart().repairedRows()).isEqualTo(EXPECTED.size());
        assertThat(repair(projection, true)).isEmpty();
    }

    /** Repairs, and returns what was found of a stream. */
    private Finding found(Projection<?, ?> projection, String stream) {
        return Objects.requireNonNull(repair(projection, true).get(stream));
    }

    private void assertRepaired(Projection<?, ?> projection) {
        Map<StreamName, ProjectedRow> repaired = new HashMap<>(rowsOf(rows, projection.name(), 1));
        ProjectedRow gone = Objects.requireNonNull(repaired.remove(account("gone")));
        assertThat(gone.version()).isEqualTo(StreamVersion.NONE);
        assertThat(gone.view()).isEmpty();
        InMemoryViewStore fresh = fresh(projection);
        assertThat(repaired).isEqualTo(rowsOf(fresh, projection.name(), 1));
        assertThat(rows.shared(projection.name(), 1)).isEqualTo(fresh.shared(projection.name(), 1));
    }

    @Test
    void rows_that_are_parked_for_a_contradiction_are_folded_anew() {
        restore();
        projectorOfAll().project(deliveries(Commits.all(stored, account("ahead")).getFirst()));
        RowKey ahead = new RowKey(amounts.name(), 1, account("ahead"));
        assertThat(rows.row(ahead).orElseThrow().parked().orElseThrow().reason())
                .isEqualTo(Reason.CONTRADICTION);

        assertThat(found(amounts, "account-ahead").difference()).isEqualTo(Difference.PARKED);

        assertRepaired(amounts);
    }

    @Test
    void an_altered_row_is_folded_anew_unless_its_stream_shares_rows() {
        restore();
        repair(entries, true);
        repair(amounts, true);
        rows.damage(new RowKey(entries.name(), 1, account("same")));
        rows.damage(new RowKey(amounts.name(), 1, account("same")));
        Map<String, String> shared = rows.shared(amounts.name(), 1);

        Finding mended = found(entries, "account-same");
        Finding left = found(amounts, "account-same");

        assertThat(mended.difference()).isEqualTo(Difference.ALTERED);
        assertThat(mended.mended()).isTrue();
        assertRepaired(entries);
        assertThat(left.mended()).isFalse();
        assertThat(
                        rows.row(new RowKey(amounts.name(), 1, account("same")))
                                .orElseThrow()
                                .parked()
                                .orElseThrow()
                                .reason())
                .isEqualTo(Reason.NEEDS_REBUILD);
        assertThat(rows.shared(amounts.name(), 1)).isEqualTo(shared);
    }

    @Test
    void a_repair_waits_while_it_is_paused_and_ends_when_it_is_cancelled() {
        restore();
        jobs.repair().start(amounts.name(), true);
        assertThat(jobs.repair().start(amounts.name(), true))
                .isInstanceOf(Repair.Outcome.Running.class);
        assertThat(jobs.repair().pause(amounts.name())).isTrue();
        runAll(Kind.REPAIR);
        assertThat(job(amounts, Kind.REPAIR).state()).isEqualTo(State.PAUSED);
        assertThat(jobs.repair().resume(amounts.name())).isTrue();
        runNext();
        assertThat(jobs.repair().cancel(amounts.name())).isTrue();
        runAll(Kind.REPAIR);
        assertThat(job(amounts, Kind.REPAIR).state()).isEqualTo(State.CANCELLED);
        assertThat(jobs.repair().cancel(amounts.name())).isFalse();
        repair(amounts, true);
        assertRepaired(amounts);
    }

    @Test
    void there_is_nothing_to_repair_before_a_generation_is_live() {
        assertThat(jobs.repair().start(amounts.name(), true))
                .isEqualTo(new Repair.Outcome.NothingLive());
    }
}
