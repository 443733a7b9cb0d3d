package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/*",
                "*/*",
                "application/json;q=0.001",
                "application/json; q=1.000",
                "application/json ; charset=utf-8 ; q=0.5",
                "application/json;version=2",
                "text/html, application/json",
                "text/html,application/xhtml+xml,*/*;q=0.8",
                "*/*;q=0, application/json",
                "application/*;q=0, application/json;q=0.1",
                "*/*;q=0, application/*",
                "application/json;q=0, application/json;version=1",
                "text/html;x=\"a, b;q=0\", application/json;profile=\"q=0,\"",
                "text/html;x=\"a\\\"\", application/json",
                // what Java's HttpURLConnection sends
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                // nothing that can be read
                "",
                ",",
                "json",
                "*",
                "application/",
                "/json"
            })
    void json_is_accepted(String header) {
        assertThat(AcceptHeader.parse(header).accepts("application", "json")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/problem+json",
                "application/vnd.acme+json",
                "application/jsonp",
                "application/json;q=0",
                "application/json;Q=0.000",
                "application/json; q=0",
                "application/json;q=0.",
                "*/*;q=0",
                "application/*;q=0",
                "*/*, application/json;q=0",
                "*/*, application/*;q=0",
                "application/*, application/json;q=0",
                "text/html, garbage",
                "text/html;q=0",
                "*/json",
                "text/html;x=\"application/json\"",
                "text/html;x=\", application/json"
            })
    void json_is_not_accepted(String header) {
        assertThat(AcceptHeader.parse(header).accepts("application", "json")).isFalse();
    }

    @Test
    void a_header_with_very_many_parameters_is_read() {
        String header = "text/html" + ";a=b".repeat(5_000) + ",".repeat(5_000) + "application/json";

        assertThat(AcceptHeader.parse(header).accepts("application", "json")).isTrue();
    }
}
