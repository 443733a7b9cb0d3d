package dev.reprise.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words what Jackson finds wrong with a body as a problem, without naming Java classes. */
final class MalformedBody {

    private MalformedBody() {}

    static Problem problem(JsonProcessingException e) {
        String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
        Throwable fault =
                e instanceof JsonMappingException && e.getCause() != null ? e.getCause() : e;
        String detail =
                switch (fault) {
                    case UnrecognizedPropertyException _ ->
                            field + " is not a field of this request";
                    case MismatchedInputException mismatch when !field.isEmpty() ->
                            field + " must be " + name(mismatch.getTargetType());
                    case MismatchedInputException _ ->
                            "the body must be one JSON object and nothing else";
                    case InputCoercionException coercion
                            when coercion.getTargetType() == int.class ->
                            field
                                    + " must be from %d to %d"
                                            .formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
                    case InputCoercionException _ ->
                            field
                                    + " must be from %d to %d"
                                            .formatted(Long.MIN_VALUE, Long.MAX_VALUE);
                    case StreamConstraintsException _ ->
                            "the body contains a number that is too long, or is nested too deeply";
                    default -> "the body is not well-formed JSON" + location(e) + duplicate(e);
                };
        Problem problem = Problem.of(ProblemType.MALFORMED, detail);
        return field.isEmpty() ? problem : problem.with(Input.FIELD, field);
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
            return "a whole number";
        }
        if (type == BigDecimal.class) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        return type != null && List.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    /** Names a field that occurs twice. Jackson has no exception type for it. */
    private static String duplicate(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        return message.startsWith("Duplicate field")
                ? ": " + message.lines().findFirst().orElse("")
                : "";
    }

    private static String location(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr();
    }
}
