package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasePathTest {

    @ParameterizedTest
    @CsvSource({
        "'', /orders/x, /orders/x",
        "'', /, /",
        "/v1, /v1/orders/x, /orders/x",
        "/v1, /v1/v1/orders, /v1/orders",
        "/v1, /v1, /",
        "/v1, /v1/, /",
        "/shop/v1, /shop/v1/orders, /orders",
        "/orders, /orders/orders/x, /orders/x"
    })
    void the_base_path_is_taken_away(String basePath, String path, String resource) {
        assertThat(new BasePath(basePath).strip(path)).hasValue(resource);
        if (!path.equals(basePath)) {
            assertThat(new BasePath(basePath).pathOf(resource)).isEqualTo(path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/orders/x",
                "/v10/orders",
                "/v",
                "/V1/orders",
                "/x/v1/orders",
                "/%76%31/orders",
                ""
            })
    void what_is_not_below_the_base_path_has_no_resource(String path) {
        assertThat(new BasePath("/v1").strip(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "v1",
                "/v1/",
                "//v1",
                "/shop//v1",
                "/..",
                "/.x",
                "/a b",
                "/a?b",
                "/%31"
            })
    void another_form_is_an_error_that_says_what_to_write(String setting) {
        assertThatThrownBy(() -> new BasePath(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reprise.http.base-path is " + setting + ",")
                .hasMessageContaining("such as /v1");
    }

    @Test
    void letters_digits_and_three_signs_may_be_in_a_segment() {
        assertThat(new BasePath("/a-Z_0.9/-").pathOf("/orders")).isEqualTo("/a-Z_0.9/-/orders");
    }
}
