package dev.reprise.eventstore;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.all;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.appendAll;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.events;
import static dev.reprise.eventstore.Commits.incompressible;
import static dev.reprise.eventstore.Commits.offering;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link EventStore} must do with snapshots, and with loads that begin with one. Each
 * test uses its own stream.
 *
 * <p>The long streams have more commits than a store fetches in one request. Each commit has two
 * events: commit {@code n}, from 1, ends at version {@code 2 * n}.
 */
public abstract class EventStoreLoadContract {

    private static final int SCHEMA = 7;
    private static final int ANOTHER_SCHEMA = 6;
    private static final int LONG = 70;

    /** A number of bytes since the last snapshot with which every snapshot pays. */
    private static final long PLENTY = 1_000_000_000;

    private final StreamName stream = new StreamName("contract", UUID.randomUUID().toString());
    private final CommitBoundary start = CommitBoundary.startOf(stream);

    /** The store under test: always the same one, or another one on the same data. */
    protected abstract EventStore store();

    @Test
    void a_load_of_a_stream_without_commits_is_empty() {
        assertThat(load(Long.MAX_VALUE, 32)).isEmpty();
        assertThat(load(1, 1)).isEmpty();
        assertThat(store().commitAtOrBefore(stream, 1)).isEmpty();
    }

    @Test
    void a_stream_without_snapshots_is_loaded_whole_and_oldest_first() {
        List<Commit> commits = longStream(Map.of());
        assertThat(load(Long.MAX_VALUE, 1)).isEqualTo(commits);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 38, 39, 70})
    void a_load_begins_at_or_before_a_usable_snapshot(int snapshot) {
        List<Commit> commits = longStream(Map.of(snapshot, SCHEMA));
        List<Commit> loaded = load(Long.MAX_VALUE, 1);
        assertThat(commits).endsWith(loaded.toArray(Commit[]::new));
        assertThat(loaded).contains(commits.get(snapshot - 1));
    }

    @Test
    void a_load_with_a_near_snapshot_does_not_reach_the_first_commit() {
        longStream(Map.of(60, SCHEMA));
        assertThat(load(Long.MAX_VALUE, 1)).hasSizeBetween(11, LONG - 1);
    }

    @Test
    void a_load_begins_with_the_last_usable_snapshot() {
        longStream(Map.of(20, SCHEMA, 60, SCHEMA));
        assertThat(load(Long.MAX_VALUE, 1)).hasSizeBetween(11, LONG - 1);
    }

    @ParameterizedTest
    @CsvSource({"70, 50", "40, 60"})
    void a_load_has_at_least_the_minimum_number_of_commits(int snapshot, int minCommits) {
        List<Commit> commits = longStream(Map.of(snapshot, SCHEMA));
        List<Commit> loaded = load(Long.MAX_VALUE, minCommits);
        assertThat(loaded).hasSizeGreaterThanOrEqualTo(minCommits);
        assertThat(commits).endsWith(loaded.toArray(Commit[]::new));
    }

    @Test
    void a_stream_with_fewer_commits_than_the_minimum_is_loaded_whole() {
        List<Commit> commits = longStream(Map.of(LONG, SCHEMA));
        assertThat(load(Long.MAX_VALUE, LONG + 1)).isEqualTo(commits);
    }

    @Test
    void a_snapshot_with_another_schema_version_is_not_used() {
        List<Commit> commits = longStream(Map.of(60, ANOTHER_SCHEMA));
        assertThat(load(Long.MAX_VALUE, 1)).isEqualTo(commits);
    }

    @Test
    void an_older_snapshot_is_used_if_the_newest_has_another_schema_version() {
        List<Commit> commits = longStream(Map.of(60, SCHEMA, 65, ANOTHER_SCHEMA));
        assertThat(load(Long.MAX_VALUE, 1))
                .contains(commits.get(59))
                .hasSizeLessThan(LONG)
                .endsWith(commits.getLast());
    }

    @Test
    void a_load_without_a_usable_snapshot_stops_after_two_mebibytes() {
        CommitBoundary boundary = start;
        List<Commit> commits = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            Commit commit = append(store(), commit(boundary, "c" + i, incompressible(100_000), AT));
            commits.add(commit);
            boundary = commit.end();
        }
        List<Commit> loaded = load(Long.MAX_VALUE, 1);
        // A store may deflate the events, to three quarters of their size.
        assertThat(loaded).hasSizeBetween(20, 28);
        assertThat(commits).endsWith(loaded.toArray(Commit[]::new));
        assertThat(load(Long.MAX_VALUE, 35)).hasSize(35);
    }

    @Test
    void a_load_without_a_schema_version_reads_the_whole_stream() {
        List<Commit> commits = longStream(Map.of(60, SCHEMA));
        Load load =
                new Load(
                        stream, StreamVersion.MAX, OptionalInt.empty(), 1, Load.Consistency.STRONG);
        assertThat(store().load(load)).isEqualTo(commits);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "4, 2", "5, 3", "6, 3", "7, 3", "1000000, 3"})
    void a_load_ends_with_the_commit_that_holds_the_version_or_with_the_tail(
            long version, int lastCommit) {
        List<Commit> commits = appendAll(store(), stream, 2, 2, 2);
        assertThat(load(version, 1)).isEqualTo(commits.subList(0, lastCommit));
    }

    @Test
    void a_snapshot_at_exactly_the_loaded_version_is_used() {
        List<Commit> commits = longStream(Map.of(60, SCHEMA));
        assertThat(load(120, 1)).hasSizeLessThan(60).endsWith(commits.get(59));
    }

    @Test
    void a_snapshot_after_the_loaded_version_is_not_used() {
        List<Commit> commits = longStream(Map.of(60, SCHEMA));
        assertThat(load(119, 1)).isEqualTo(commits.subList(0, 60));
    }

    @Test
    void an_eventually_consistent_load_is_a_prefix_of_the_strong_one() {
        List<Commit> commits = longStream(Map.of());
        List<Commit> loaded =
                store().load(
                                new Load(
                                        stream,
                                        StreamVersion.MAX,
                                        OptionalInt.of(SCHEMA),
                                        1,
                                        Load.Consistency.EVENTUAL));
        assertThat(loaded).isNotEmpty();
        assertThat(commits).startsWith(loaded.toArray(Commit[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "2, 0",
        "3, 1",
        "4, 2",
        "7, 2",
        "8, 2",
        "1000000, 2",
        "9223372036854775807, 2"
    })
    void the_commit_at_or_before_an_event_holds_it_or_is_the_last_commit(
            long sequenceNumber, int commit) {
        List<Commit> commits = appendAll(store(), stream, 2, 1, 4);
        assertThat(store().commitAtOrBefore(stream, sequenceNumber)).contains(commits.get(commit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "{\"text\":\"Straße, 東京 🚚 \\u0001 \u2028\"}"})
    void a_snapshot_that_pays_is_stored_and_read_back(String state) {
        Snapshot snapshot = new Snapshot(SCHEMA, state, Commits.fingerprints("key"));
        Commit stored = append(store(), offering(commit(start, "c", 1), snapshot, PLENTY));
        assertThat(stored.snapshot()).contains(snapshot);
        assertThat(all(store(), stream)).containsExactly(stored);
        assertThat(load(Long.MAX_VALUE, 1)).containsExactly(stored);
    }

    @Test
    void a_large_snapshot_is_read_back_unchanged() {
        Snapshot snapshot =
                new Snapshot(SCHEMA, incompressible(200_000).json(), CommandFingerprints.NONE);
        append(store(), offering(commit(start, "c", 1), snapshot, PLENTY));
        assertThat(all(store(), stream))
                .extracting(Commit::snapshot)
                .containsExactly(Optional.of(snapshot));
    }

    @Test
    void a_snapshot_that_does_not_pay_is_left_out_and_its_commit_is_appended() {
        Snapshot snapshot =
                new Snapshot(SCHEMA, incompressible(2_000).json(), CommandFingerprints.NONE);
        Commit stored = append(store(), offering(commit(start, "c", 1), snapshot, 1_000));
        assertThat(stored.snapshot()).isEmpty();
        assertThat(all(store(), stream)).containsExactly(stored);
    }

    @Test
    void the_bytes_of_the_new_commit_count_for_its_snapshot() {
        Snapshot snapshot = new Snapshot(SCHEMA, "{}", CommandFingerprints.NONE);
        Commit large =
                append(store(), offering(commit(start, "c", incompressible(900), AT), snapshot, 0));
        assertThat(large.snapshot()).contains(snapshot);
    }

    @Test
    void a_snapshot_that_would_make_its_commit_too_large_is_left_out_and_the_commit_is_appended() {
        Snapshot snapshot =
                new Snapshot(SCHEMA, incompressible(200_000).json(), CommandFingerprints.NONE);
        NewCommit commit = commit(start, "c", incompressible(400_000), AT);
        Commit stored = append(store(), offering(commit, snapshot, PLENTY));
        assertThat(stored.snapshot()).isEmpty();
        assertThat(all(store(), stream)).containsExactly(stored);
    }

    @Test
    void the_stored_bytes_of_a_commit_do_not_include_its_snapshot() {
        Commit without = append(store(), commit(start, "c1", 1));
        Commit with =
                append(
                        store(),
                        offering(
                                commit(without.end(), "c2", 1),
                                new Snapshot(SCHEMA, "a state", CommandFingerprints.NONE),
                                PLENTY));
        assertThat(with.snapshot()).isPresent();
        assertThat(with.storedBytes()).isEqualTo(without.storedBytes()).isPositive();
    }

    @Test
    void a_stream_with_snapshots_is_intact() {
        List<Commit> commits = longStream(Map.of(1, SCHEMA, 30, ANOTHER_SCHEMA, LONG, SCHEMA));
        assertThat(commits).filteredOn(commit -> commit.snapshot().isPresent()).hasSize(3);
        assertThat(store().verify(stream))
                .isEqualTo(
                        new Verification.Intact(
                                new StreamVersion(2 * LONG), LONG, commits.getLast().hash()));
    }

    /** Loads with snapshots of schema version {@code SCHEMA}. */
    private List<Commit> load(long upTo, int minCommits) {
        return store().load(
                        new Load(
                                stream,
                                new StreamVersion(upTo),
                                OptionalInt.of(SCHEMA),
                                minCommits,
                                Load.Consistency.STRONG));
    }

    /**
     * Appends a stream of commits of two events.
     *
     * @param schemas the schema versions of the snapshots, by the number of their commit from 1
     */
    private List<Commit> longStream(Map<Integer, Integer> schemas) {
        List<Commit> commits = new ArrayList<>();
        CommitBoundary end = start;
        for (int number = 1; number <= LONG; number++) {
            NewCommit commit = commit(end, "command-" + number, events(2), AT);
            Commit stored =
                    append(
                            store(),
                            schemas.containsKey(number)
                                    ? offering(
                                            commit,
                                            new Snapshot(
                                                    schemas.get(number),
                                                    "state " + number,
                                                    CommandFingerprints.NONE),
                                            PLENTY)
                                    : commit);
            commits.add(stored);
            end = stored.end();
        }
        return commits;
    }
}
