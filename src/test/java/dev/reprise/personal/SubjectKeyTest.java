package dev.reprise.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectKeyTest {

    private static final String PLACE = "user123/order-1/shippingAddress";

    private final SubjectKey key = new SubjectKey(bytes(1));

    private static byte[] bytes(long seed) {
        byte[] bytes = new byte[SubjectKey.LENGTH];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "123 Main St, Anytown, USA", "Straße 1, 東京 \uD83D\uDE00"})
    void what_was_sealed_is_opened(String text) {
        String sealed = key.seal(PLACE, text);

        assertThat(key.open(PLACE, sealed)).isEqualTo(text);
        assertThat(text.isEmpty() || !sealed.contains(text)).isTrue();
    }

    /** Stored values are compared, and have to be readable in all later releases. */
    @Test
    void the_sealed_form_is_pinned() {
        assertThat(key.seal(PLACE, "123 Main St"))
                .isEqualTo("oIlAeWJKsiPSvz18iz2uDJwkDsBl4-zoVdLpKRkRNgyhJZyudT_K");
    }

    @Test
    void the_same_text_is_sealed_alike_in_the_same_place_only() {
        String sealed = key.seal(PLACE, "a");

        assertThat(key.seal(PLACE, "a")).isEqualTo(sealed);
        assertThat(key.seal(PLACE + "2", "a")).isNotEqualTo(sealed);
        assertThat(key.seal(PLACE, "b").substring(0, 16))
                .as("the nonce of another text")
                .isNotEqualTo(sealed.substring(0, 16));
        assertThat(new SubjectKey(bytes(2)).seal(PLACE, "a")).isNotEqualTo(sealed);
    }

    @Test
    void a_value_is_not_read_in_another_place_nor_with_another_key() {
        String sealed = key.seal(PLACE, "a");

        assertThatIllegalArgumentException().isThrownBy(() -> key.open("elsewhere", sealed));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubjectKey(bytes(2)).open(PLACE, sealed));
    }

    @Test
    void a_value_of_which_any_bit_was_changed_is_not_read() {
        byte[] sealed = Base64.getUrlDecoder().decode(key.seal(PLACE, "abc"));
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatIllegalArgumentException()
                    .as("bit %d", bit)
                    .isThrownBy(
                            () -> key.open(PLACE, Base64.getUrlEncoder().encodeToString(changed)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not Base64!"})
    void anything_else_is_not_read(String sealed) {
        assertThatIllegalArgumentException().isThrownBy(() -> key.open(PLACE, sealed));
    }

    @Test
    void a_key_has_32_bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SubjectKey(new byte[16]));
    }
}
