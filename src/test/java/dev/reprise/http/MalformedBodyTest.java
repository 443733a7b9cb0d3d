package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedBodyTest {

    private record Piece(
            @Nullable String itemId,
            @Nullable Integer quantity,
            @Nullable Long cents,
            @Nullable BigDecimal price,
            @Nullable Boolean gift) {}

    private record Basket(@Nullable List<Piece> items) {}

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    void make_the_mapper_strict() {
        new StrictJson().customize(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"x":1}                          | x        | is not a field of this request
                    {"itemId":5}                     | itemId   | must be a text
                    {"itemId":{}}                    | itemId   | must be a text
                    {"quantity":"1"}                 | quantity | must be a whole number from -2147483648 to 2147483647
                    {"quantity":1.5}                 | quantity | must be a whole number from -2147483648 to 2147483647
                    {"quantity":{}}                  | quantity | must be a whole number from -2147483648 to 2147483647
                    {"quantity":1e99999999999}       | quantity | must be a whole number from -2147483648 to 2147483647
                    {"quantity":1e-99999999999}      | quantity | must be a whole number from -2147483648 to 2147483647
                    {"cents":9223372036854775808}    | cents    | must be a whole number from -9223372036854775808 to 9223372036854775807
                    {"quantity":2147483648}          | quantity | must be a whole number from -2147483648 to 2147483647
                    {"price":"1"}                    | price    | must be a number
                    {"price":[]}                     | price    | must be a number
                    {"gift":"yes"}                   | gift     | must be true or false
                    {"gift":1}                       | gift     | must be true or false
                    {"gift":{}}                      | gift     | must be true or false
                    """)
    void a_field_at_fault_is_named(String body, String field, String fault) {
        Problem problem = problem(body, Piece.class);

        assertThat(problem.detail()).isEqualTo(field + " " + fault);
        assertThat(problem.extensions()).containsEntry("field", field).hasSize(1);
        assertThat(problem.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"items":{}}                     | items             | must be a list
                    {"items":[1]}                    | items[0]          | must be an object
                    {"items":[{},{"quantity":true}]} | items[1].quantity | must be a whole number from -2147483648 to 2147483647
                    {"items":[{},{"x":true}]}        | items[1].x        | is not a field of this request
                    """)
    void a_nested_field_is_named_by_its_path(String body, String field, String fault) {
        Problem problem = problem(body, Basket.class);

        assertThat(problem.detail()).isEqualTo(field + " " + fault);
        assertThat(problem.extensions()).containsEntry("field", field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\"", "true", "{} {}", "{}x"})
    void a_body_that_is_not_one_object_is_refused_without_naming_a_field(String body) {
        Problem problem = problem(body, Piece.class);

        assertThat(problem.detail()).startsWith("the body ");
        assertThat(problem.extensions()).isEmpty();
    }

    @Test
    void malformed_json_is_refused_with_line_and_column() {
        assertThat(problem("{\n  \"itemId\": }", Piece.class).detail())
                .isEqualTo("the body is not well-formed JSON at line 2, column 13");
    }

    @Test
    void a_field_that_occurs_twice_is_named() {
        assertThat(problem("{\"price\":1,\"price\":1}", Piece.class).detail())
                .endsWith(": Duplicate field 'price'");
    }

    @Test
    void a_number_that_is_too_long_is_refused() {
        assertThat(problem("{\"price\":" + "1".repeat(2_000) + "}", Piece.class).detail())
                .isEqualTo("the body contains a number of more than 1,000 characters");
        assertThat(problem("{\"items\":[{\"price\":" + "1".repeat(1_001) + "}]}", Basket.class))
                .isEqualTo(
                        Problem.of(
                                ProblemType.MALFORMED,
                                "the body contains a number of more than 1,000 characters"));
    }

    @Test
    void a_body_that_is_nested_too_deeply_is_refused() {
        assertThat(problem("{\"x\":" + "[".repeat(1_001), Piece.class).detail())
                .isEqualTo("the body is nested more than 1,000 levels deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2e0", "0.2e1", "20E-1", "2.000000000000000000000"})
    void a_whole_number_may_have_a_decimal_point_or_an_exponent(String number) throws Exception {
        Piece piece =
                json.readValue(
                        "{\"quantity\":%s,\"cents\":%s}".formatted(number, number), Piece.class);

        assertThat(piece.quantity()).isEqualTo(2);
        assertThat(piece.cents()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "1e99999999999, 1e2147483647",
        "-1.5E+99999999999, -1e2147483647",
        "1e-99999999999, 1e-2147483647",
        "0e99999999999, 0",
        "123456789012345.6789, 123456789012345.6789"
    })
    void a_number_with_an_exponent_that_is_too_large_is_read_as_an_extreme_one(
            String number, BigDecimal expected) throws Exception {
        assertThat(json.readValue("{\"price\":" + number + "}", Piece.class).price())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[1", "{\"itemId\":{}}", "{\"quantity\":[1]}", "{\"x\":1}", "nul"})
    void the_detail_names_no_java_class(String body) {
        assertThat(problem(body, Piece.class).detail())
                .doesNotContain("java", "jackson", "dev.reprise", "Request", "REDACTED");
    }

    private Problem problem(String body, Class<?> request) {
        return MalformedBody.problem(
                catchThrowableOfType(
                        JsonProcessingException.class, () -> json.readValue(body, request)));
    }
}
