package dev.reprise.serialization;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** JSON as it is stored. */
public final class ExactJson {

    /**
     * Writes numbers exactly and in plain digits, and leaves out what is null. Refuses fields that
     * are unknown or occur twice, and anything after the value.
     */
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .enable(
                            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
                    .build();

    private ExactJson() {}

    /**
     * Checks that a stored text is what is written for what was read from it.
     *
     * @throws IllegalArgumentException if they differ; it says where, and not what is stored
     */
    public static void requireSame(String expected, String found) {
        if (!expected.equals(found)) {
            int shorter = Math.min(expected.length(), found.length());
            int place = 0;
            while (place < shorter && expected.charAt(place) == found.charAt(place)) {
                place++;
            }
            throw new IllegalArgumentException(
                    "it differs from what is written for it at character " + place);
        }
    }

    /** What is wrong with a stored text, without the text: it may be about a person. */
    public static String fault(JsonProcessingException e) {
        // Jackson does not say the place if a value of a tree is refused.
        @Nullable JsonLocation place = e.getLocation();
        return place == null
                ? "a field is missing, unknown, or has a value that is not allowed"
                : "malformed, or not as declared, at character " + place.getCharOffset();
    }

    /** A value as JSON text, by a mapper that was made from {@link #MAPPER}. */
    public static String write(JsonMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    value.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }
}
