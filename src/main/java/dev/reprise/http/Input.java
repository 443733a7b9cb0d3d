package dev.reprise.http;

import dev.reprise.orders.OrderId;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where what came in becomes a value, or a problem that names the place. */
final class Input {

    /** The parameter of the paths that says which order. */
    static final String ORDER_ID = "orderId";

    static final String FIELD = "field";
    static final String PARAMETER = "parameter";
    static final String HEADER = "header";

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");

    private Input() {}

    /** The body, which has to be there. */
    static <T> T body(@Nullable T body) {
        if (body == null) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.MALFORMED,
                            "the body must be a JSON object; there is none"));
        }
        return body;
    }

    /** A field of the body that has to be there. */
    static <T, V> V field(String name, @Nullable T value, Function<? super T, V> type) {
        if (value == null) {
            throw ProblemException.malformed(FIELD, name, "is missing");
        }
        return parse(FIELD, name, value, type);
    }

    /** A parameter of the path or the query. */
    static <V> V parameter(String name, String value, Function<? super String, V> type) {
        return parse(PARAMETER, name, value, type);
    }

    static OrderId orderId(String id) {
        return parameter(ORDER_ID, id, OrderId::new);
    }

    /** A whole number of the query, from {@code min} to {@code max}. */
    static long number(String name, String value, long min, long max) {
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

    static <T, V> V parse(String where, String name, T value, Function<? super T, V> type) {
        try {
            return type.apply(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.malformed(where, name, String.valueOf(e.getMessage()));
        }
    }
}
