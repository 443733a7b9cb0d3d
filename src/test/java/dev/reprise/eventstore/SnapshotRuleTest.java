package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of the rule, to the commit and to the byte. */
class SnapshotRuleTest {

    @Test
    void a_snapshot_is_due_with_the_32nd_commit() {
        assertThat(SnapshotRule.isDue(30)).isFalse();
        assertThat(SnapshotRule.isDue(31)).isTrue();
        assertThat(SnapshotRule.isDue(32)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"100, 300, true", "100, 299, false", "101, 300, false", "0, 0, true"})
    void it_pays_if_the_commits_are_four_times_as_large_as_its_state(
            int stateBytes, long bytesSinceLast, boolean stored) {
        int commitBytes = 100;
        assertThat(SnapshotRule.isStored(stateBytes, 1_000, commitBytes, bytesSinceLast, 1_000_000))
                .isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({"600, true", "599, false"})
    void it_fits_if_its_commit_is_not_too_large_with_the_state_and_the_commands(
            int maxCommitBytes, boolean stored) {
        assertThat(SnapshotRule.isStored(100, 200, 300, 1_000_000, maxCommitBytes))
                .isEqualTo(stored);
    }
}
