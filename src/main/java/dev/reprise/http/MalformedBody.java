package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words what Jackson finds wrong with a body as a problem, without naming Java classes. */
final class MalformedBody {

    private MalformedBody() {}

    static Problem problem(JsonProcessingException e) {
        if (e instanceof InvalidTypeIdException type) {
            return wrongType(type);
        }
        String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
        Throwable fault =
                e instanceof JsonMappingException && e.getCause() != null ? e.getCause() : e;
        return switch (fault) {
            case UnrecognizedPropertyException _ ->
                    ofField(field, "is not a field of this request");
            case MismatchedInputException mismatch when !field.isEmpty() ->
                    ofField(field, "must be " + name(mismatch.getTargetType()));
            case MismatchedInputException _ ->
                    ofBody("the body must be one JSON object and nothing else");
            case StreamConstraintsException limit -> ofBody("the body " + tooMuch(limit));
            default ->
                    ofBody("the body is not well-formed JSON" + location(fault) + duplicate(fault));
        };
    }

    private static Problem ofField(String field, String detail) {
        return Problem.of(ProblemType.MALFORMED, field + " " + detail).with(Input.FIELD, field);
    }

    private static Problem ofBody(String detail) {
        return Problem.of(ProblemType.MALFORMED, detail);
    }

    /** Says which of its own limits Jackson found exceeded. It has one exception type for all. */
    private static String tooMuch(StreamConstraintsException e) {
        String limit = e.getOriginalMessage();
        if (limit.startsWith("Number value length")) {
            return String.format(
                    Locale.ROOT,
                    "contains a number of more than %,d characters",
                    StreamReadConstraints.DEFAULT_MAX_NUM_LEN);
        }
        if (limit.startsWith("Document nesting depth")) {
            return String.format(
                    Locale.ROOT,
                    "is nested more than %,d levels deep",
                    StreamReadConstraints.DEFAULT_MAX_DEPTH);
        }
        return "contains a name or a text that is too long";
    }

    /** The field that says which of several types an object has is missing or unknown. */
    private static Problem wrongType(InvalidTypeIdException e) {
        Class<?> base = e.getBaseType().getRawClass();
        String field = path(e) + "." + base.getAnnotation(JsonTypeInfo.class).property();
        List<String> names =
                Arrays.stream(base.getAnnotation(JsonSubTypes.class).value())
                        .map(JsonSubTypes.Type::name)
                        .toList();
        return ofField(field, "must be " + Input.oneOf(names));
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String name(@Nullable Class<?> type) {
        if (type == Integer.class) {
            return "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
        }
        if (type == Long.class) {
            return "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
        }
        if (type == BigDecimal.class) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        return type != null && List.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    /** Names a field that occurs twice. Jackson has no exception type for it. */
    private static String duplicate(Throwable fault) {
        return fault instanceof JsonProcessingException e
                        && e.getOriginalMessage().startsWith("Duplicate field")
                ? ": " + e.getOriginalMessage().lines().findFirst().orElse("")
                : "";
    }

    private static String location(Throwable fault) {
        return fault instanceof JsonProcessingException e && e.getLocation() != null
                ? " at line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr()
                : "";
    }
}
