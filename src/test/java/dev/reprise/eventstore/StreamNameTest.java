package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {

    @ParameterizedTest
    @CsvSource({
        "order-a1b2c3d4, order, a1b2c3d4",
        "order-a-b, order, a-b",
        "order--, order, -",
        "Order_2-é 🚚, Order_2, é 🚚"
    })
    void the_first_dash_separates_category_and_id(String text, String category, String id) {
        StreamName name = new StreamName(category, id);
        assertThat(StreamName.parse(text)).contains(name);
        assertThat(name).hasToString(text);
    }

    @Test
    void a_category_may_have_every_ascii_letter_digit_and_underscore_and_nothing_else() {
        for (char c = 0; c < 256; c++) {
            if (c != '-') {
                assertThat(StreamName.parse(c + "-1").isPresent())
                        .as("U+%04X", (int) c)
                        .isEqualTo(Character.toString(c).matches("[A-Za-z0-9_]"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "order",
                "order-",
                "-a1b2",
                "or.der-1",
                "ördér-1",
                "order-a\nb",
                "order-a\ud800b"
            })
    void a_text_that_is_no_stream_name_is_not_parsed(String text) {
        assertThat(StreamName.parse(text)).isEmpty();
    }

    @Test
    void a_category_has_at_most_64_characters() {
        assertThat(StreamName.parse("c".repeat(64) + "-1")).isPresent();
        assertThat(StreamName.parse("c".repeat(65) + "-1")).isEmpty();
    }

    @Test
    void a_name_has_at_most_900_bytes_in_utf_8() {
        assertThat(new StreamName("order", "é".repeat(447)).toString()).hasSize(453);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamName("order", "é".repeat(448)))
                .withMessage("a stream name takes at most 900 bytes of UTF-8, not 902");
        assertThat(new StreamName("order", "東".repeat(298)).toString()).hasSize(304);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamName("order", "東".repeat(299)))
                .withMessage("a stream name takes at most 900 bytes of UTF-8, not 903");
    }
}
