package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What can be asked for of a stream. */
class LoadTest {

    @Test
    void it_is_of_a_version_that_a_stream_with_commits_has() {
        assertThatThrownBy(() -> load(StreamVersion.NONE, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void it_is_of_one_commit_at_least() {
        assertThatThrownBy(() -> load(StreamVersion.MAX, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Load load(StreamVersion upTo, int minCommits) {
        return new Load(
                new StreamName("order", "1"),
                upTo,
                OptionalInt.empty(),
                minCommits,
                Load.Consistency.STRONG);
    }
}
