package dev.reprise.local;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One filter of an event source mapping: an EventBridge pattern, matched against the JSON of a
 * stream record. All fields of a pattern have to match. Of the values that a field lists, one has
 * to match.
 *
 * <p>The number of an attribute of type N is text in that JSON. So {@code numeric} matches no
 * attribute, here and when deployed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html">Lambda's
 *     event filtering</a>
 */
final class StreamFilter {

    /** Tests a field's value, which is null if the record does not have the field. */
    private interface Test extends Predicate<@Nullable Object> {}

    private final Function<String, TemplateException> problems;
    private final Test test;

    private StreamFilter(JsonObject pattern, Function<String, TemplateException> problems) {
        this.problems = problems;
        this.test = object(pattern, "");
    }

    /**
     * Reads a pattern.
     *
     * @param problems makes the error of a problem
     * @throws TemplateException if the pattern is not JSON, or has an operator that is not known
     */
    static StreamFilter parse(String pattern, Function<String, TemplateException> problems) {
        try {
            return new StreamFilter(new JsonObject(pattern), problems);
        } catch (DecodeException e) {
            throw problems.apply("is not a JSON object: " + pattern);
        }
    }

    boolean matches(Map<String, Object> record) {
        return test.test(record);
    }

    private Test object(JsonObject pattern, String field) {
        if (pattern.isEmpty()) {
            throw problems.apply("has an empty pattern " + at(field) + ". Name a field.");
        }
        List<Test> all = new ArrayList<>();
        for (String name : pattern.fieldNames()) {
            Object value = pattern.getValue(name);
            if (name.equals("$or") && value instanceof JsonArray patterns) {
                all.add(anyOf(patterns.stream().map(of -> alternative(of, field)).toList()));
            } else {
                Test child = field(value, field.isEmpty() ? name : field + "." + name);
                all.add(parent ->
                        child.test(parent instanceof Map<?, ?> map ? map.get(name) : null));
            }
        }
        return value -> all.stream().allMatch(test -> test.test(value));
    }

    private Test alternative(Object pattern, String field) {
        if (pattern instanceof JsonObject object) {
            return object(object, field);
        }
        throw problems.apply("has an $or " + at(field) + " that lists other than objects");
    }

    private Test field(@Nullable Object pattern, String field) {
        return switch (pattern) {
            case JsonObject object -> object(object, field);
            case JsonArray values when !values.isEmpty() ->
                    anyOf(values.stream().map(value -> value(value, field)).toList());
            case null, default ->
                    throw problems.apply(
                            "has no list of values %s. Write %s: [%s]."
                                    .formatted(at(field), field, pattern));
        };
    }

    /** A field of the record that is a list matches if one of its entries does. */
    private Test value(@Nullable Object pattern, String field) {
        if (pattern instanceof JsonObject operator) {
            return operator(operator, field);
        }
        return entry(value -> equal(pattern, value));
    }

    private Test operator(JsonObject operator, String field) {
        String name = operator.size() == 1 ? operator.fieldNames().iterator().next() : "";
        Object argument = operator.getValue(name);
        return switch (name) {
            case "exists" -> {
                if (!(argument instanceof Boolean exists)) {
                    throw misused(name, argument, field);
                }
                // A field that has fields of its own does not exist: EventBridge sees leaves only.
                yield value -> exists == (value != null && !(value instanceof Map<?, ?>));
            }
            case "prefix", "suffix", "equals-ignore-case" -> {
                if (!(argument instanceof String text)) {
                    throw misused(name, argument, field);
                }
                yield entry(value -> value instanceof String string && holds(name, string, text));
            }
            case "anything-but" -> {
                Test excluded =
                        argument instanceof JsonArray values
                                ? field(values, field)
                                : value(argument, field);
                yield entry(value -> !excluded.test(value));
            }
            case "numeric" -> {
                Predicate<BigDecimal> range = range(argument, field);
                yield entry(value ->
                        value instanceof Number number
                                && range.test(new BigDecimal(number.toString())));
            }
            default ->
                    throw problems.apply(
                            "has the operator %s %s, which the development run does not know. Use exists, prefix, suffix, equals-ignore-case, anything-but or numeric, or add the operator to %s."
                                    .formatted(
                                            operator.encode(),
                                            at(field),
                                            StreamFilter.class.getSimpleName()));
        };
    }

    private static boolean holds(String operator, String value, String text) {
        return switch (operator) {
            case "prefix" -> value.startsWith(text);
            case "suffix" -> value.endsWith(text);
            default -> value.equalsIgnoreCase(text);
        };
    }

    /** Reads {@code [">", 0, "<=", 5]}. */
    private Predicate<BigDecimal> range(@Nullable Object argument, String field) {
        if (!(argument instanceof JsonArray bounds) || bounds.isEmpty() || bounds.size() % 2 != 0) {
            throw misused("numeric", argument, field);
        }
        Predicate<BigDecimal> range = _ -> true;
        for (int i = 0; i < bounds.size(); i += 2) {
            if (!(bounds.getValue(i + 1) instanceof Number number)) {
                throw misused("numeric", argument, field);
            }
            BigDecimal bound = new BigDecimal(number.toString());
            IntPredicate comparison =
                    switch (String.valueOf(bounds.getValue(i))) {
                        case "=" -> order -> order == 0;
                        case "<" -> order -> order < 0;
                        case "<=" -> order -> order <= 0;
                        case ">" -> order -> order > 0;
                        case ">=" -> order -> order >= 0;
                        default -> throw misused("numeric", argument, field);
                    };
            range = range.and(value -> comparison.test(value.compareTo(bound)));
        }
        return range;
    }

    private static Test entry(Test test) {
        return value ->
                value instanceof List<?> list
                        ? list.stream().anyMatch(test)
                        : value != null && !(value instanceof Map<?, ?>) && test.test(value);
    }

    private static Test anyOf(List<Test> tests) {
        return value -> tests.stream().anyMatch(test -> test.test(value));
    }

    private static boolean equal(@Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof Number one && actual instanceof Number other) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        return expected != null && expected.equals(actual);
    }

    private TemplateException misused(String operator, @Nullable Object argument, String field) {
        return problems.apply(
                "gives the operator %s %s an argument that it does not take: %s"
                        .formatted(operator, at(field), argument));
    }

    private static String at(String field) {
        return field.isEmpty() ? "at its top" : "at " + field;
    }
}
