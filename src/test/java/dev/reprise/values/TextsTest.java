package dev.reprise.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    /** Blank by category, by name, or made of marks and fillers alone. */
    static final List<String> INVISIBLE =
            List.of(
                    "",
                    " \t\n",
                    "\u00A0",
                    "\u2007\u202F\u3000",
                    "\u200B",
                    "\u200C\u200D",
                    "\u2060",
                    "\uFEFF",
                    "\u00AD",
                    "\u034F",
                    "\u061C\u200E\u200F",
                    "\u115F",
                    "\u1160",
                    "\u3164",
                    "\uFFA0",
                    "\u2800",
                    "\u180E",
                    "\uFE0F",
                    "\u0301",
                    "\u17B4",
                    "\uE000",
                    Character.toString(0x1D159),
                    Character.toString(0xE0020),
                    "\u3164 \u200B\n\u115F");

    static final List<String> VISIBLE =
            List.of(
                    "x",
                    "?",
                    "5",
                    "+",
                    "1 Sea Road\nHull",
                    "\u05D0\u200F",
                    "\u0645\u06CC\u200C\u062E",
                    "\uD83D\uDC68\u200D\uD83D\uDC69",
                    "\uFEFBx",
                    "\u2764\uFE0F",
                    "\u0E01\u0E34");

    @ParameterizedTest
    @FieldSource("INVISIBLE")
    void a_text_without_a_visible_character_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Texts.normalize(text));
    }

    @ParameterizedTest
    @FieldSource("VISIBLE")
    void a_text_with_a_visible_character_is_kept(String text) {
        assertThat(Texts.normalize(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9, 0xB, 0xC, 0xD, 0x1B, 0x7F, 0x85, 0x9F, 0x2028, 0x2029})
    void a_control_character_within_a_text_is_refused_and_named(int character) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Texts.normalize("a" + Character.toString(character) + "b"))
                .withMessage(
                        "must not contain the control character U+%04X; a line ends with U+000A"
                                .formatted(character));
    }

    @Test
    void white_space_at_the_ends_is_removed() {
        assertThat(Texts.normalize(" \t\u00A0\u3000\uFEFF\u200B1 Sea\u00A0Road \u2003\r\n"))
                .isEqualTo("1 Sea\u00A0Road");
    }

    @Test
    void equal_texts_have_the_same_form() {
        assertThat(Texts.normalize("Zu\u0308rich")).isEqualTo("Z\u00FCrich");
        assertThat(Texts.normalize("\u212B")).isEqualTo("\u00C5");
        assertThat(Texts.normalize(Texts.normalize(" Zu\u0308rich "))).isEqualTo("Z\u00FCrich");
    }

    @Test
    void the_length_is_that_of_the_stored_form() {
        assertThat(Texts.normalize(" " + "u\u0308".repeat(1_000))).hasSize(1_000);
        // U+0958 is two characters in Normalization Form C.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Texts.normalize("\u0958".repeat(501)))
                .withMessage("must be at most 1,000 characters");
    }

    @Test
    void half_of_a_surrogate_pair_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Texts.normalize("a\uD83D"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3164", "\u00A0", " a ", "a\rb", "u\u0308"})
    void a_stored_text_is_accepted_as_it_is(String text) {
        assertThatCode(() -> Texts.require(text)).doesNotThrowAnyException();
    }
}
