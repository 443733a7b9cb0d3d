package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {

    @Test
    void no_origin_is_allowed_without_the_setting() {
        AllowedOrigins none = AllowedOrigins.parse(List.of());

        assertThat(none.none()).isTrue();
        assertThat(none.contains("https://shop.example")).isFalse();
        assertThat(none.contains("null")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "http://localhost:3000",
                "https://xn--bcher-kva.example",
                "http://127.0.0.1:8080",
                "http://[::1]:8080",
                "capacitor://localhost"
            })
    void an_origin_is_allowed_if_it_is_named(String origin) {
        AllowedOrigins allowed =
                AllowedOrigins.parse(List.of("https://other.example", " " + origin + " "));

        assertThat(allowed.contains(origin)).isTrue();
        assertThat(allowed.contains("https://other.example")).isTrue();
        assertThat(allowed.any()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example",
                "https://shop.example:8443",
                "https://shop.example.evil.example",
                "https://evil-shop.example",
                "https://www.shop.example",
                "https://shop.example/",
                "null",
                "*",
                ""
            })
    void an_origin_that_only_looks_like_the_named_one_is_not_allowed(String origin) {
        assertThat(AllowedOrigins.parse(List.of("https://shop.example")).contains(origin))
                .isFalse();
    }

    @Test
    void an_asterisk_allows_every_origin() {
        AllowedOrigins all = AllowedOrigins.parse(List.of("*"));

        assertThat(all.any()).isTrue();
        assertThat(all.none()).isFalse();
        assertThat(all.contains("https://shop.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/",
                "https://shop.example/path",
                "https://Shop.example",
                "https://*.shop.example",
                "shop.example",
                "https://",
                "https://user@shop.example",
                "null",
                "*"
            })
    void a_setting_that_no_browser_sends_is_an_error_that_says_what_to_write(String origin) {
        assertThatThrownBy(() -> AllowedOrigins.parse(List.of("https://shop.example", origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reprise.http.cors.origins has " + origin + ",")
                .hasMessageContaining("https://shop.example");
    }
}
