package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final List<String> LIST = List.of("orders", "", "customerId", "ann");
    private static final String POSITION = "2026-11-28T18:06:43.156Z#books-1";
    private static final String CURSOR = Cursor.encode(LIST, POSITION);
    private static final String REFUSAL =
            "must be the next of an earlier page of the same list, with the same parameters";
    private static final String BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @ParameterizedTest
    @ValueSource(strings = {"1", "12", "123", POSITION, "Łukasz 🚚\n", "\0", "\uFFFD"})
    void a_cursor_is_decoded_to_its_position(String position) {
        assertThat(Cursor.decode(LIST, Cursor.encode(LIST, position))).isEqualTo(position);
    }

    @Test
    void the_longest_position_has_the_longest_cursor() {
        String longest = Cursor.encode(LIST, "x".repeat(1_024));

        assertThat(longest).hasSize(Cursor.MAX_CHARACTERS);
        assertThat(Cursor.decode(LIST, longest)).hasSize(1_024);
        assertThatThrownBy(() -> Cursor.decode(LIST, Cursor.encode(LIST, "x".repeat(1_025))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must have at most 1376 characters");
    }

    /** Callers keep cursors while the service is deployed. */
    @Test
    void a_cursor_is_the_same_in_each_release() {
        assertThat(CURSOR).isEqualTo("GoR_8FK61aUyMDI2LTExLTI4VDE4OjA2OjQzLjE1NlojYm9va3MtMQ");
    }

    @Test
    void a_cursor_of_another_list_is_refused() {
        for (List<String> other :
                List.of(
                        List.of("orders", "", "customerId", "bob"),
                        List.of("orders", "", "status", "ann"),
                        List.of("orders", "", "customerId", "ann", "status", "OPEN"),
                        List.of("orders", ""),
                        List.of("events", "", "customerId", "ann"),
                        List.of("orders", "x", "customerId", "ann"),
                        List.of("orders", "", "customerIdann"))) {
            assertRefused(other, CURSOR);
        }
    }

    @Test
    void every_changed_lost_or_added_character_is_refused() {
        for (int i = 0; i < CURSOR.length(); i++) {
            for (int other = 0; other < BASE64.length(); other++) {
                if (BASE64.charAt(other) != CURSOR.charAt(i)) {
                    assertRefused(
                            LIST,
                            CURSOR.substring(0, i)
                                    + BASE64.charAt(other)
                                    + CURSOR.substring(i + 1));
                }
            }
            assertRefused(LIST, CURSOR.substring(0, i));
            assertRefused(LIST, CURSOR.substring(i + 1));
        }
        for (String added : List.of("=", "==", "A", "AA", " ", "\n", "\0", "%", "é")) {
            assertRefused(LIST, CURSOR + added);
            assertRefused(LIST, added + CURSOR);
        }
    }

    @Test
    void no_random_text_is_a_cursor() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            boolean base64 = random.nextBoolean();
            for (int length = random.nextInt(64); length > 0; length--) {
                text.append(
                        base64
                                ? BASE64.charAt(random.nextInt(64))
                                : (char) random.nextInt(Character.MAX_VALUE + 1));
            }
            assertThatThrownBy(() -> Cursor.decode(LIST, text.toString()))
                    .as("seed %s: %s", seed, text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(REFUSAL);
        }
    }

    private static void assertRefused(List<String> list, String cursor) {
        assertThatThrownBy(() -> Cursor.decode(list, cursor))
                .as("%s in %s", cursor, list)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(REFUSAL);
    }
}
