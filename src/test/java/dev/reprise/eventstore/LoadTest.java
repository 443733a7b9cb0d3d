package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which loads are refused, and where a load stops that reads commits from number 1,000 down. */
class LoadTest {

    private static final int MIB = 1024 * 1024;
    private static final StreamName STREAM = new StreamName("order", "1");
    private static final int SCHEMA = 7;

    @Test
    void a_load_of_version_0_is_refused() {
        assertThatThrownBy(() -> load(StreamVersion.NONE, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_load_of_no_commits_is_refused() {
        assertThatThrownBy(() -> load(StreamVersion.MAX, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_load_that_has_read_nothing_is_not_complete() {
        Load.Progress progress = new Load.Progress(load(StreamVersion.MAX, 1));
        assertThat(progress.isComplete()).isFalse();
        assertThat(progress.oldestFirst()).isEmpty();
    }

    @Test
    void a_load_stops_at_the_first_commit() {
        Load.Progress progress = new Load.Progress(load(StreamVersion.MAX, 32));
        progress.add(commit(2, 1, 1, false));
        assertThat(progress.isComplete()).isFalse();
        progress.add(commit(1, 1, 1, false));
        assertThat(progress.isComplete()).isTrue();
        assertThat(progress.oldestFirst())
                .extracting(Commit::firstSequenceNumber)
                .containsExactly(1L, 2L);
    }

    @Test
    void a_load_stops_at_the_minimum_if_a_commit_before_had_a_usable_snapshot() {
        assertThat(commitsRead(3, List.of(false, true, false, false))).isEqualTo(3);
        assertThat(commitsRead(3, List.of(false, false, true, false))).isEqualTo(3);
        assertThat(commitsRead(3, List.of(false, false, false, true))).isEqualTo(4);
    }

    /** How many commits a load reads of those that have a usable snapshot or not. */
    private static int commitsRead(int minCommits, List<Boolean> withSnapshot) {
        Load.Progress progress = new Load.Progress(load(StreamVersion.MAX, minCommits));
        List<Boolean> left = new ArrayList<>(withSnapshot);
        while (!progress.isComplete()) {
            progress.add(commit(1_000, 1, 1, left.removeFirst()));
        }
        return progress.oldestFirst().size();
    }

    @Test
    void a_load_without_a_snapshot_stops_after_two_mebibytes_in_the_store() {
        Load.Progress progress = new Load.Progress(load(StreamVersion.MAX, 1));
        progress.add(commit(1_000, 1, MIB, false));
        progress.add(commit(999, 1, MIB - 1, false));
        assertThat(progress.isComplete()).isFalse();
        progress.add(commit(998, 1, 1, false));
        assertThat(progress.isComplete()).isTrue();
    }

    @Test
    void a_load_without_a_snapshot_stops_after_sixteen_mebibytes_in_memory() {
        Load.Progress progress = new Load.Progress(load(StreamVersion.MAX, 1));
        progress.add(commit(1_000, 8 * MIB, 1, false));
        progress.add(commit(999, 8 * MIB - 1, 1, false));
        assertThat(progress.isComplete()).isFalse();
        progress.add(commit(998, 1, 1, false));
        assertThat(progress.isComplete()).isTrue();
    }

    private static Load load(StreamVersion upTo, int minCommits) {
        return new Load(STREAM, upTo, OptionalInt.of(SCHEMA), minCommits, Load.Consistency.STRONG);
    }

    private static Commit commit(
            long firstSequenceNumber, int eventBytes, int storedBytes, boolean withSnapshot) {
        return new Commit(
                STREAM,
                firstSequenceNumber,
                new EncodedEvents.Binary(1, "bytes", new byte[eventBytes]),
                Commits.AT,
                new CommandId("c"),
                Commits.commandDigest("c"),
                Metadata.NONE,
                Map.of(),
                withSnapshot
                        ? Optional.of(new Snapshot(SCHEMA, "{}", CommandFingerprints.NONE))
                        : Optional.empty(),
                storedBytes,
                Commits.digest("hash"));
    }
}
