package dev.reprise.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric math expression. Only what the alarms of {@code template.yaml} use is imitated: the
 * functions {@code FILL} with a number and {@code IF}, the operators {@code +}, {@code >}, {@code
 * <}, {@code ==} and {@code AND}, numbers, and the ids of metrics.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html">Metric
 *     math</a>
 */
final class MetricMath {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(==|[(),+<>])|([A-Za-z][A-Za-z0-9_]*)|([0-9]+(?:\\.[0-9]+)?))");

    /** A part of an expression. Its value is empty if a metric has no value. */
    @FunctionalInterface
    private interface Term {
        OptionalDouble value(Map<String, OptionalDouble> metrics);
    }

    private final String text;
    private final List<String> tokens;
    private final Term whole;
    private int next;

    /**
     * @throws IllegalArgumentException if the expression has something that is not imitated
     */
    MetricMath(String text) {
        this.text = text;
        this.tokens = tokens(text);
        this.whole = conjunction();
        if (next < tokens.size()) {
            throw problem("does not end before " + tokens.get(next));
        }
    }

    /**
     * The expression's value in a period.
     *
     * @param metrics the values of metrics in that period, by their ids
     */
    OptionalDouble value(Map<String, OptionalDouble> metrics) {
        return whole.value(metrics);
    }

    private List<String> tokens(String of) {
        List<String> found = new ArrayList<>();
        Matcher token = TOKEN.matcher(of);
        int end = 0;
        while (token.find(end) && token.start() == end) {
            found.add(token.group().strip());
            end = token.end();
        }
        if (!of.substring(end).isBlank()) {
            throw problem("has " + of.substring(end).strip());
        }
        return found;
    }

    private Term conjunction() {
        Term left = comparison();
        while (takes("AND")) {
            left = operator(left, comparison(), (a, b) -> a != 0 && b != 0 ? 1 : 0);
        }
        return left;
    }

    private Term comparison() {
        Term left = sum();
        if (takes(">")) {
            return operator(left, sum(), (a, b) -> a > b ? 1 : 0);
        }
        if (takes("<")) {
            return operator(left, sum(), (a, b) -> a < b ? 1 : 0);
        }
        if (takes("==")) {
            return operator(left, sum(), (a, b) -> a == b ? 1 : 0);
        }
        return left;
    }

    private Term sum() {
        Term left = term();
        while (takes("+")) {
            left = operator(left, term(), Double::sum);
        }
        return left;
    }

    private Term term() {
        String token = take();
        if (Character.isDigit(token.charAt(0))) {
            OptionalDouble number = OptionalDouble.of(Double.parseDouble(token));
            return _ -> number;
        }
        if (!takes("(")) {
            return metrics -> metric(token, metrics);
        }
        List<Term> arguments = new ArrayList<>();
        do {
            arguments.add(conjunction());
        } while (takes(","));
        expect(")");
        return function(token, arguments);
    }

    private Term function(String name, List<Term> arguments) {
        if (name.equals("FILL") && arguments.size() == 2) {
            return metrics -> {
                OptionalDouble value = arguments.getFirst().value(metrics);
                return value.isPresent() ? value : arguments.getLast().value(metrics);
            };
        }
        if (name.equals("IF") && arguments.size() == 3) {
            return metrics -> {
                OptionalDouble condition = arguments.getFirst().value(metrics);
                if (condition.isEmpty()) {
                    return condition;
                }
                return arguments.get(condition.getAsDouble() != 0 ? 1 : 2).value(metrics);
            };
        }
        throw problem("has " + name + " with " + arguments.size() + " arguments");
    }

    private OptionalDouble metric(String id, Map<String, OptionalDouble> metrics) {
        OptionalDouble value = metrics.get(id);
        if (value == null) {
            throw problem("has " + id + ", which is not the id of a metric");
        }
        return value;
    }

    private static Term operator(Term left, Term right, DoubleBinaryOperator result) {
        return metrics -> {
            OptionalDouble a = left.value(metrics);
            OptionalDouble b = right.value(metrics);
            return a.isPresent() && b.isPresent()
                    ? OptionalDouble.of(result.applyAsDouble(a.getAsDouble(), b.getAsDouble()))
                    : OptionalDouble.empty();
        };
    }

    private boolean takes(String token) {
        boolean isNext = next < tokens.size() && tokens.get(next).equals(token);
        next += isNext ? 1 : 0;
        return isNext;
    }

    private String take() {
        if (next == tokens.size()) {
            throw problem("ends too early");
        }
        return tokens.get(next++);
    }

    private void expect(String token) {
        if (!takes(token)) {
            throw problem("needs a " + token);
        }
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException(
                "the expression %s %s: it is not imitated".formatted(text, what));
    }
}
