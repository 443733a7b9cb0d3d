package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {

    @Test
    void the_detail_is_the_name_followed_by_the_fault() {
        Problem problem = refused(() -> Input.field("items[0].price", "x", InputTest::wrong));

        assertThat(problem.detail()).isEqualTo("items[0].price must be right");
        assertThat(problem.type()).isEqualTo("urn:reprise:problem:malformed-request");
        assertThat(problem.status()).isEqualTo(400);
    }

    @Test
    void the_part_at_fault_is_named_in_an_extension() {
        assertThat(refused(() -> Input.field("a", "x", InputTest::wrong)).extensions())
                .isEqualTo(Map.of("field", "a"));
        assertThat(refused(() -> Input.parameter("a", "x", InputTest::wrong)).extensions())
                .isEqualTo(Map.of("parameter", "a"));
        assertThat(
                        refused(() -> Input.parse(Input.HEADER, "a", "x", InputTest::wrong))
                                .extensions())
                .isEqualTo(Map.of("header", "a"));
    }

    @Test
    void a_missing_field_is_refused() {
        assertThat(refused(() -> Input.field("a", null, InputTest::wrong)).detail())
                .isEqualTo("a is missing");
    }

    @Test
    void a_missing_body_is_refused() {
        assertThat(refused(() -> Input.body(null)).detail())
                .isEqualTo("the body must be a JSON object, but there is no body");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "200, 200", "007, 7"})
    void a_number_within_its_bounds_is_accepted(String text, long number) {
        assertThat(Input.number("limit", text, 1, 200)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 1", "1 ", "+1", "1.0", "1e1", "x", "\u0661", "1_0", "0x1", "--1"})
    void a_text_that_is_not_a_whole_number_is_refused(String text) {
        assertThat(refused(() -> Input.number("limit", text, 1, 200)).detail())
                .isEqualTo("limit must be a whole number from 1 to 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "9223372036854775808", "99999999999999999999999"})
    void a_number_out_of_bounds_is_refused_and_the_bounds_are_named(String text) {
        assertThat(refused(() -> Input.number("limit", text, 1, 200)).detail())
                .isEqualTo("limit must be 1 to 200");
    }

    private static String wrong(String text) {
        throw new IllegalArgumentException("must be right");
    }

    private static Problem refused(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem();
    }
}
