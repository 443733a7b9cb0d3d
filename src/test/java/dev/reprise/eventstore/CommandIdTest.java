package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"!", "~", "a", "Zz09\"\\{}", "3f2b8c1e-1234-4abc-9def-0123456789ab"})
    void an_id_has_visible_ascii_characters(String id) {
        assertThat(new CommandId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", " a", "a ", "a\n", "a\t", "a\u007F", "a\u0000", "é", "🚚"})
    void another_character_is_refused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandId(id))
                .withMessage("must be 1 to 128 visible ASCII characters");
    }

    @Test
    void an_id_has_at_most_128_characters() {
        assertThat(new CommandId("x".repeat(128)).value()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandId("x".repeat(129)));
    }

    @Test
    void a_generated_id_is_recognised_by_its_form() {
        assertThat(CommandId.generate().isGenerated()).isTrue();
        assertThat(new CommandId("a~").isGenerated()).isFalse();
    }

    @Test
    void the_id_of_a_callers_command_is_his_own_and_never_changes() {
        CommandId key = new CommandId("k");

        assertThat(key.of("ann")).hasToString("d086a578-3ffd-d7d2-23cd-6c922b6ba6a6");
        assertThat(key.of("ann")).isNotEqualTo(key.of("eve"));
        assertThat(new CommandId("nk").of("an")).isNotEqualTo(new CommandId("k").of("ann"));
        assertThat(key.of("ann").of("ann")).isNotEqualTo(key.of("ann"));
    }

    @Test
    void the_id_of_a_process_is_recognised_by_its_form_and_never_changes() {
        CommandId step = CommandId.ofProcess(Commits.digest("step"));

        assertThat(step).hasToString("process:eJMiHcYVVJCB26uWJWM64Q");
        assertThat(step.isOfProcess()).isTrue();
        assertThat(step.isGenerated()).isFalse();
        assertThat(step.of("ann").isOfProcess()).isFalse();
        assertThat(new CommandId("process").isOfProcess()).isFalse();
    }

    @Test
    void a_generated_id_stays_one() {
        CommandId made = CommandId.generate();

        assertThat(made.of("ann").isGenerated()).isTrue();
        assertThat(made.of("ann").value()).hasSameSizeAs(made.value());
        assertThat(made.of("ann")).isNotEqualTo(made).isEqualTo(made.of("ann"));
        assertThat(new CommandId("k").of("ann").isGenerated()).isFalse();
    }
}
