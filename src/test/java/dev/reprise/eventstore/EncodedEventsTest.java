package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reprise.eventstore.EncodedEvents.Binary;
import dev.reprise.eventstore.EncodedEvents.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedEventsTest {

    private static final byte[] BYTES = {1, 2, 3};

    private final Binary binary = new Binary(2, "avro", BYTES);

    @Test
    void a_commit_without_events_is_refused() {
        String message = "a commit must hold 1 event or more, not 0";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Json(0, "[]"))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Binary(0, "avro", BYTES))
                .withMessage(message);
    }

    @Test
    void a_schema_version_below_1_is_refused() {
        String message = "the schema version of events must be 1 or more, not 0";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Json(1, "[1]").needing(0))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> binary.needing(0))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "json",
                "Avro",
                "1avro",
                "-avro",
                "av_ro",
                "avro+deflate",
                "a23456789012345678901234567890123"
            })
    void another_name_of_a_binary_format_is_refused(String format) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Binary(1, format, BYTES))
                .withMessageContaining("\"" + format + "\" is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-1", "a2345678901234567890123456789012"})
    void a_binary_format_keeps_its_name(String format) {
        assertThat(new Binary(1, format, BYTES).format()).isEqualTo(format);
    }

    @Test
    void the_size_is_in_bytes() {
        assertThat(new Json(1, "[\"é\"]").size()).isEqualTo(6);
        assertThat(binary.size()).isEqualTo(3);
    }

    @Test
    void events_that_need_a_newer_codec_are_otherwise_the_same() {
        assertThat(new Json(1, "[1]").needing(3)).isEqualTo(new Json(1, "[1]", 3));
        assertThat(binary.schemaVersion()).isEqualTo(1);
        assertThat(binary.needing(3).schemaVersion()).isEqualTo(3);
        assertThat(binary.needing(3).needing(1)).isEqualTo(binary);
    }

    @Test
    void binary_events_are_equal_if_everything_about_them_is() {
        Binary same = new Binary(2, "avro", new byte[] {1, 2, 3});
        assertThat(same).isEqualTo(binary).hasSameHashCodeAs(binary);
        assertThat(binary)
                .isNotEqualTo(new Binary(3, "avro", BYTES))
                .isNotEqualTo(new Binary(2, "protobuf", BYTES))
                .isNotEqualTo(new Binary(2, "avro", new byte[] {1, 2, 4}))
                .isNotEqualTo(binary.needing(2))
                .isNotEqualTo(new Json(2, "[1,2]"));
        assertThat(binary).hasToString("2 events of schema version 1 in 3 bytes of avro");
    }

    @Test
    void binary_events_cannot_be_changed() {
        byte[] given = BYTES.clone();
        Binary events = new Binary(2, "avro", given);
        given[0]++;
        events.bytes()[1]++;
        assertThat(events).isEqualTo(binary);
    }
}
