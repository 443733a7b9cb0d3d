package dev.reprise.http;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the parts of a request into values, or into a problem that names the part. */
public final class Input {

    public static final String FIELD = "field";
    public static final String PARAMETER = "parameter";
    public static final String HEADER = "header";

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

    private Input() {}

    /** The body, which has to be there. */
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.MALFORMED,
                            "the body must be a JSON object; there is none"));
        }
        return body;
    }

    /** A field of the body that has to be there. */
    public static <T, V> V field(String name, @Nullable T value, Function<? super T, V> type) {
        if (value == null) {
            throw ProblemException.malformed(FIELD, name, "is missing");
        }
        return parse(FIELD, name, value, type);
    }

    /** A parameter of the path or the query. */
    public static <V> V parameter(String name, String value, Function<? super String, V> type) {
        return parse(PARAMETER, name, value, type);
    }

    /** A whole number of the query, from {@code min} to {@code max}. */
    public static long number(String name, String value, long min, long max) {
        return parameter(
                name,
                value,
                text -> {
                    // Long's own parser takes a plus sign and the digits of every script.
                    if (!WHOLE_NUMBER.matcher(text).matches()) {
                        throw new IllegalArgumentException("must be a whole number");
                    }
                    BigInteger number = new BigInteger(text);
                    if (number.compareTo(BigInteger.valueOf(min)) < 0
                            || number.compareTo(BigInteger.valueOf(max)) > 0) {
                        throw new IllegalArgumentException("must be " + min + " to " + max);
                    }
                    return number.longValueExact();
                });
    }

    /** An instant of the query, in UTC, such as {@code 2026-01-31T08:15:30Z}. */
    public static Instant instant(String name, String value) {
        return parameter(
                name,
                value,
                text -> {
                    try {
                        return Instant.parse(text);
                    } catch (DateTimeParseException e) {
                        throw new IllegalArgumentException(
                                "must be an instant such as 2026-01-31T08:15:30Z", e);
                    }
                });
    }

    /** A parameter of the query that is one of an enum's names. */
    public static <V extends Enum<V>> V oneOf(String name, String value, Class<V> type) {
        return parameter(
                name,
                value,
                text ->
                        Arrays.stream(type.getEnumConstants())
                                .filter(constant -> constant.name().equals(text))
                                .findFirst()
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "must be " + names(type.getEnumConstants()))));
    }

    /** As {@code OPEN, SHIPPED or CANCELLED}. */
    private static String names(Enum<?>[] constants) {
        List<String> names = Arrays.stream(constants).map(Enum::name).toList();
        return names.size() == 1
                ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    static <T, V> V parse(String where, String name, T value, Function<? super T, V> type) {
        try {
            return type.apply(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.malformed(where, name, String.valueOf(e.getMessage()));
        }
    }
}
