package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which loads are refused. */
class LoadTest {

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

    private static Load load(StreamVersion upTo, int minCommits) {
        return new Load(
                new StreamName("order", "1"),
                upTo,
                OptionalInt.empty(),
                minCommits,
                Load.Consistency.STRONG);
    }
}
