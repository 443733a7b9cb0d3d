package dev.reprise.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalTest {

    @Test
    void the_stored_forms_are_pinned() {
        assertThat(
                        List.of(
                                new Personal.Known<>("12 Main St").stored(Function.identity()),
                                new Personal.Known<>("~u~x").stored(Function.identity()),
                                new Personal.Sealed<String>("u", "abc").stored(Function.identity()),
                                new Personal.Forgotten<String>().stored(Function.identity())))
                .containsExactly("=12 Main St", "=~u~x", "~u~abc", "!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "=12 Main St", "=~u~x", "=!", "~u~abc", "~u~", "!"})
    void what_was_stored_is_read(String stored) {
        assertThat(Personal.ofStored(stored, Function.identity()).stored(Function.identity()))
                .isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12 Main St", "~", "~u", "!!", "u~abc"})
    void anything_else_is_refused_without_its_text(String stored) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Personal.ofStored(stored, Function.identity()))
                .withMessageStartingWith("a stored personal value begins with =")
                .withMessageNotContaining("Main");
    }
}
