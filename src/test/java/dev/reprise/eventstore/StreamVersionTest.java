package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StreamVersionTest {

    @Test
    void a_negative_version_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamVersion(-1))
                .withMessage("a stream version must be 0 or more, not -1");
    }
}
