package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathsTest {

    @ParameterizedTest
    @CsvSource({
        "/orders/a, /orders/a",
        "/%6Frders/%61, /orders/a",
        "/%41%5A%61%7A%30%39%2D%2E%5F%7E, /AZaz09-._~",
        "/%2d%2e%5f%7e, /-._~",
        "/a%2Fb, /a%2Fb",
        "/a%3Bb%25%20%40%5B%60%7B%3A, /a%3Bb%25%20%40%5B%60%7B%3A",
        "/%C3%A9, /%C3%A9",
        "/%2541, /%2541"
    })
    void only_needless_escapes_are_decoded(String path, String normalized) {
        assertThat(PlainPaths.normalized(path)).isEqualTo(normalized);
    }

    @Test
    void every_unreserved_character_needs_no_escape_and_no_other_does() {
        String unreserved =
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"; // RFC 3986,
        // 2.3
        for (int c = 0; c < 256; c++) {
            String escaped = "/%" + "%02x".formatted(c);
            boolean needless = unreserved.indexOf(c) >= 0;

            assertThat(PlainPaths.normalized(escaped))
                    .isEqualTo(needless ? "/" + (char) c : escaped);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/orders", "/orders/...", "/orders/a%3Bb", "/.well-known", "/a."})
    void a_path_that_stands_for_itself_has_no_fault(String path) {
        assertThat(PlainPaths.fault(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//", "/a/", "/a//b", "/.", "/..", "/a/./b", "/a/..", "/a;b", ";", "/%", "/a%zz",
                "/%2"
            })
    void a_path_that_stands_for_another_one_has_a_fault(String path) {
        assertThat(PlainPaths.fault(path).orElseThrow().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a=b&c=d", "a=%C3%A9", "a=", "a=/?:@"})
    void a_query_of_a_uri_has_no_fault(String query) {
        assertThat(PlainPaths.faultOfQuery(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a=%zz", "a=%4", "a=é", "a= b", "a=<", "a=[", "a=\"", "a#b"})
    void any_other_query_has_a_fault(String query) {
        assertThat(PlainPaths.faultOfQuery(query).orElseThrow().status()).isEqualTo(400);
    }

    @Test
    void a_long_query_is_read_without_recursion() {
        assertThat(PlainPaths.faultOfQuery("a=" + "%41b".repeat(100_000))).isEmpty();
        assertThat(PlainPaths.faultOfQuery(null)).isEmpty();
    }
}
