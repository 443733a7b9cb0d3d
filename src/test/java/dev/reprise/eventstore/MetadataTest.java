package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataTest {

    @Test
    void a_time_of_occurrence_is_kept_to_the_millisecond() {
        assertThat(occurredAt("2010-12-01T08:26:00.123999999Z").occurredAt())
                .isEqualTo(Instant.parse("2010-12-01T08:26:00.123Z"));
    }

    @Test
    void a_year_that_has_no_four_digits_is_refused() {
        for (String at : List.of("-0001-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z")) {
            assertThatThrownBy(() -> occurredAt(at)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Metadata occurredAt(String instant) {
        return new Metadata(null, null, null, Instant.parse(instant));
    }
}
