package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.http.EntityTags.Tag;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    @Test
    void an_orders_tag_is_its_version_in_quotes() {
        assertThat(EntityTags.of(new StreamVersion(12))).isEqualTo("\"12\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", " * ", "\t*"})
    void a_star_matches_any_version(String header) {
        assertThat(EntityTags.parse(header).any()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1\",W/\"2\"",
                "\"1\" , W/\"2\"",
                "\"1\",\tW/\"2\"",
                ", \"1\",, ,W/\"2\" ,",
                " \"1\",W/\"2\" "
            })
    void a_list_may_have_blanks_and_empty_elements(String header) {
        assertThat(EntityTags.parse(header).tags())
                .containsExactly(new Tag(false, "1"), new Tag(true, "2"));
    }

    @Test
    void a_comma_in_quotes_is_part_of_the_tag() {
        assertThat(EntityTags.parse("\"1,2\", \"\"").tags())
                .containsExactly(new Tag(false, "1,2"), new Tag(false, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "3",
                "\"3",
                "3\"",
                "'3'",
                "W/3",
                "w/\"3\"",
                "W /\"3\"",
                "\"3\" \"4\"",
                "\"3\"x",
                "x\"3\"",
                "\"3\"\"4\"",
                "\"3\", 4",
                "*, \"3\"",
                "\"3\", *",
                "**",
                "\"a b\"",
                "\"3\";\"4\""
            })
    void a_malformed_list_is_refused(String header) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityTags.parse(header))
                .withMessageStartingWith("must be * or a list of entity tags");
    }

    @Test
    void if_match_with_a_star_requires_that_the_order_exists() {
        assertThat(EntityTags.parse("*").ifMatch()).isEqualTo(new Precondition.Exists());
    }

    @Test
    void if_match_ignores_weak_tags_and_tags_that_are_not_versions() {
        assertThat(
                        EntityTags.parse(
                                        "W/\"1\", \"2\", \"x\", \"03\", \"0\", \"+4\", \"-1\", \"\","
                                                + " \"9999999999999999999\", \"999999999999999999\"")
                                .ifMatch())
                .isEqualTo(
                        new Precondition.VersionIn(
                                Set.of(
                                        new StreamVersion(2),
                                        new StreamVersion(999_999_999_999_999_999L))));
    }

    @Test
    void if_none_match_with_a_star_requires_that_the_order_does_not_exist() {
        assertThat(EntityTags.parse("*").ifNoneMatch()).isEqualTo(new Precondition.NotExists());
    }

    @Test
    void if_none_match_compares_weakly_and_ignores_tags_that_are_not_versions() {
        assertThat(EntityTags.parse("W/\"1\", \"2\", \"x\", \"03\"").ifNoneMatch())
                .isEqualTo(
                        new Precondition.VersionNotIn(
                                Set.of(new StreamVersion(1), new StreamVersion(2))));
    }
}
