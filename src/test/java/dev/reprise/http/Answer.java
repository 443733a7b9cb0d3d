package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the API.
 *
 * @param headers by name, in lower case
 */
record Answer(int status, Map<String, String> headers, String body) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer of(HttpResponse<String> response) {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .map()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return new Answer(response.statusCode(), headers, response.body());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    /** The version of the order in the body. */
    long version() {
        return json().get("version").longValue();
    }

    /** The elements of an array in the body. */
    List<JsonNode> elements(String name) {
        return List.copyOf(json().withArray(name).valueStream().toList());
    }

    Answer expect(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /**
     * Asserts that the answer is a problem of a type.
     *
     * @param type the last part of the URN
     */
    Answer expectProblem(int expected, String type) {
        expect(expected);
        assertThat(header("Content-Type")).hasValue(Problem.MEDIA_TYPE);
        assertThat(json().path("type").textValue()).isEqualTo("urn:reprise:problem:" + type);
        assertThat(json().path("status").intValue()).isEqualTo(expected);
        assertThat(json().path("title").textValue()).isNotBlank();
        assertThat(json().path("detail").textValue()).isNotBlank();
        assertThat(header(RequestContext.CORRELATION_ID)).isPresent();
        return this;
    }

    /** Asserts that the problem names the current version of the order. */
    Answer expectActualVersion(long version) {
        assertThat(json().path("actualVersion").longValue()).isEqualTo(version);
        return this;
    }

    /** Asserts that this answer to a repeated command equals the first one. */
    void expectSameOutcomeAs(Answer first) {
        assertThat(body).isEqualTo(first.body);
        assertThat(status).isEqualTo(first.status);
        for (String name : List.of("ETag", "Location", RequestContext.IDEMPOTENCY_KEY)) {
            assertThat(header(name)).as(name).isEqualTo(first.header(name));
        }
    }
}
