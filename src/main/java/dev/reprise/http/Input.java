package dev.reprise.http;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the parts of a request. A malformed part ends the request with a problem that names it.
 */
public final class Input {

    public static final String FIELD = "field";
    public static final String PARAMETER = "parameter";
    public static final String HEADER = "header";

    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

    private Input() {}

    /** The body, which must be present. */
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.MALFORMED,
                            "the body must be a JSON object, but there is no body"));
        }
        return body;
    }

    /** A field of the body, which must be present. */
    public static <T, V> V field(String name, @Nullable T value, Function<? super T, V> type) {
        if (value == null) {
            throw ProblemException.malformed(FIELD, name, "is missing");
        }
        return parse(FIELD, name, value, type);
    }

    /** A path or query parameter. */
    public static <V> V parameter(String name, String value, Function<? super String, V> type) {
        return parse(PARAMETER, name, value, type);
    }

    /** A query parameter that is a whole number from {@code min} to {@code max}. */
    public static long number(String name, String value, long min, long max) {
        return parameter(
                name,
                value,
                text -> {
                    // Long.parseLong also takes a plus sign and the digits of other scripts.
                    if (!WHOLE_NUMBER.matcher(text).matches()) {
                        throw new IllegalArgumentException(
                                "must be a whole number from " + min + " to " + max);
                    }
                    BigInteger number = new BigInteger(text);
                    if (number.compareTo(BigInteger.valueOf(min)) < 0
                            || number.compareTo(BigInteger.valueOf(max)) > 0) {
                        throw new IllegalArgumentException("must be " + min + " to " + max);
                    }
                    return number.longValueExact();
                });
    }

    /** A query parameter that is an instant. */
    public static Instant instant(String name, String value) {
        return parse(PARAMETER, name, value, Rfc3339::parse);
    }

    /**
     * A query parameter that is an instant, {@code now} or earlier; up to a minute later, because
     * the clock of the function that recorded an event may be ahead.
     */
    static Instant pastInstant(String name, String value, Instant now) {
        return parse(PARAMETER, name, value, text -> pastInstant(text, now));
    }

    /**
     * An optional field of the body that is an instant, {@code now} or earlier; up to a minute
     * later, because the caller's clock may be ahead.
     *
     * @return null if the field is absent
     */
    static @Nullable Instant pastInstantField(String name, @Nullable String value, Instant now) {
        return value == null ? null : field(name, value, text -> pastInstant(text, now));
    }

    private static Instant pastInstant(String text, Instant now) {
        Instant instant = Rfc3339.parse(text);
        if (instant.isAfter(now.plus(MAX_CLOCK_DIFFERENCE))) {
            throw new IllegalArgumentException("must not be in the future; it is now " + now);
        }
        return instant;
    }

    /** A query parameter that is the name of one of an enum's constants. */
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
                                                "must be " + oneOf(names(type)))));
    }

    private static List<String> names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).<String>map(Enum::name).toList();
    }

    /** Names to choose from, such as {@code OPEN, SHIPPED or CANCELLED}. */
    static String oneOf(List<String> names) {
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
