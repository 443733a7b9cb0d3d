package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests of commands are stored. The pinned one was computed by another program. */
class CommandDigestTest {

    private static final Digest CONTENT = Commits.digest("content");
    private static final Digest OTHER_CONTENT = Commits.digest("other content");
    private static final String STORED = "6d56b2c3b3755c20b67f503a15074def";

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 255})
    void the_stored_form_is_the_schema_version_and_the_first_16_bytes(int schemaVersion) {
        CommandDigest digest = CommandDigest.of(schemaVersion, CONTENT);
        byte[] stored = HexFormat.of().parseHex("%02x".formatted(schemaVersion).concat(STORED));
        assertThat(digest.encode()).isEqualTo(stored);
        assertThat(CommandDigest.decode(stored)).isEqualTo(digest);
        assertThat(digest).hasToString(HexFormat.of().formatHex(stored));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 256})
    void a_schema_version_that_takes_more_than_a_byte_or_is_not_positive_is_refused(int version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandDigest.of(version, CONTENT))
                .withMessage(
                        "the schema version of a command's digest must be 1 to 255, not "
                                + version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "016d56b2c3b3755c20b67f503a15074d",
                "016d56b2c3b3755c20b67f503a15074def00",
                "006d56b2c3b3755c20b67f503a15074def"
            })
    void another_stored_form_is_refused(String hex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandDigest.decode(HexFormat.of().parseHex(hex)));
    }

    @Test
    void two_digests_of_a_schema_version_are_the_same_command_if_they_are_equal() {
        CommandDigest digest = CommandDigest.of(1, CONTENT);
        assertThat(digest.mayBeSameAs(CommandDigest.of(1, CONTENT))).isTrue();
        assertThat(digest.mayBeSameAs(CommandDigest.of(1, OTHER_CONTENT))).isFalse();
        assertThat(digest.mayBeSameAs(new CommandDigest(1, digest.first(), digest.second() + 1)))
                .isFalse();
        assertThat(digest.mayBeSameAs(new CommandDigest(1, digest.first() + 1, digest.second())))
                .isFalse();
    }

    @Test
    void two_digests_of_different_schema_versions_may_be_the_same_command() {
        CommandDigest digest = CommandDigest.of(1, CONTENT);
        assertThat(digest.mayBeSameAs(CommandDigest.of(2, CONTENT))).isTrue();
        assertThat(digest.mayBeSameAs(CommandDigest.of(2, OTHER_CONTENT))).isTrue();
        assertThat(CommandDigest.of(2, OTHER_CONTENT).mayBeSameAs(digest)).isTrue();
    }
}
