package dev.reprise.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The intrinsic functions of a CloudFormation template, as far as they have a value on a laptop. A
 * parameter has its default, unless it is overridden. A table's attributes and the pseudo
 * parameters have stand-in values.
 *
 * <p>A function without a value on a laptop is an error that names the function and its place.
 */
final class TemplateFunctions {

    /** What {@code Ref AWS::NoValue} resolves to: the property that has this value is not there. */
    private static final Object NO_VALUE = new Object();

    /** {@code OrdersFunction.Alias}, the function's published version, is here the function. */
    private static final String ALIAS = ".Alias";

    private static final String STACK_NAME = "AWS::StackName";
    private static final Pattern TABLE_SUFFIX = Pattern.compile("(?<=.)Table$");

    /** The stack has the name that {@code samconfig.toml} gives it. */
    private static final Map<String, Object> PSEUDO_PARAMETERS =
            Map.of(
                    "AWS::AccountId",
                    StandInArns.ACCOUNT,
                    "AWS::NotificationARNs",
                    List.of(),
                    "AWS::NoValue",
                    NO_VALUE,
                    "AWS::Partition",
                    "aws",
                    "AWS::Region",
                    StandInArns.REGION,
                    "AWS::StackId",
                    "arn:aws:cloudformation:"
                            + StandInArns.REGION
                            + ":"
                            + StandInArns.ACCOUNT
                            + ":stack/reprise/local",
                    STACK_NAME,
                    "reprise",
                    "AWS::URLSuffix",
                    "amazonaws.com");

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{(!?)([^}]*)}");

    private final String source;
    private final Map<?, ?> document;
    private final Map<String, Object> overrides;

    TemplateFunctions(String source, Map<?, ?> document, Map<String, String> overrides) {
        this.source = source;
        this.document = document;
        this.overrides = Map.copyOf(overrides);
    }

    /**
     * Resolves a value's own function, and that of its result. The parts of a list or a mapping are
     * left as they are written.
     */
    @Nullable Object resolve(@Nullable Object value, String place) {
        return value instanceof Map<?, ?> map && isFunction(map)
                ? resolve(call(map, place), place)
                : value;
    }

    /** Whether a value is there: it is neither null nor {@code AWS::NoValue}. */
    boolean isPresent(@Nullable Object value, String place) {
        Object resolved = resolve(value, place);
        return resolved != null && resolved != NO_VALUE;
    }

    /** Whether a resource's condition is true. A resource without a condition is created. */
    boolean isCreated(Map<?, ?> resource, String place) {
        Object condition = resource.get("Condition");
        return condition == null || namedCondition(condition.toString(), place);
    }

    TemplateException problem(String place, String problem) {
        return new TemplateException(source + ": " + place + " " + problem);
    }

    private static boolean isFunction(Map<?, ?> map) {
        return map.size() == 1
                && map.keySet().iterator().next() instanceof String name
                && (name.equals("Ref") || name.startsWith("Fn::"));
    }

    private @Nullable Object call(Map<?, ?> map, String place) {
        String function = map.keySet().iterator().next().toString();
        Object argument = map.get(function);
        return switch (function) {
            case "Ref" -> reference(text(argument, place), place);
            case "Fn::Sub" -> substitute(argument, place);
            case "Fn::GetAtt" -> attribute(argument, place);
            case "Fn::If" -> choose(argument, place);
            case "Fn::Join" -> join(arguments(function, argument, 2, place), place);
            case "Fn::Split" -> split(arguments(function, argument, 2, place), place);
            case "Fn::Select" -> select(arguments(function, argument, 2, place), place);
            case "Fn::FindInMap" -> findInMap(arguments(function, argument, 3, place), place);
            default ->
                    throw problem(
                            place,
                            "needs %s, which has no value in the development run. Use a parameter with a default."
                                    .formatted(function));
        };
    }

    private Object reference(String name, String place) {
        if (PSEUDO_PARAMETERS.containsKey(name)) {
            return overrides.getOrDefault(name, PSEUDO_PARAMETERS.get(name));
        }
        if (section("Parameters").get(name) instanceof Map<?, ?> parameter) {
            return parameter(name, parameter, place);
        }
        if (name.endsWith(ALIAS)) {
            return name.substring(0, name.length() - ALIAS.length());
        }
        Map<?, ?> resource = resource(name, place);
        return TemplateTables.TYPE.equals(resource.get("Type")) ? tableName(name, resource) : name;
    }

    private Object parameter(String name, Map<?, ?> parameter, String place) {
        Object value = overrides.containsKey(name) ? overrides.get(name) : parameter.get("Default");
        if (value == null) {
            throw problem(
                    place, "needs the parameter " + name + ", which has no default. Give it one.");
        }
        String type = String.valueOf(parameter.get("Type"));
        return type.startsWith("List<") || type.equals("CommaDelimitedList")
                ? List.of(value.toString().split("\\s*,\\s*"))
                : value;
    }

    /**
     * What {@code GetAtt} answers for the resources that a function or its role names. Others have
     * no attributes on a laptop.
     */
    private Object attribute(@Nullable Object argument, String place) {
        List<?> path =
                argument instanceof List<?> list
                        ? list
                        : List.of(text(argument, place).split("\\.", 2));
        String name = path.stream().map(part -> text(part, place)).collect(Collectors.joining("."));
        String logicalId = text(path.getFirst(), place);
        Map<?, ?> resource = resource(logicalId, place);
        if (TemplateTables.TYPE.equals(resource.get("Type"))) {
            String table = tableName(logicalId, resource);
            switch (name.substring(logicalId.length())) {
                case ".Arn" -> {
                    return StandInArns.table(table);
                }
                case ".StreamArn" -> {
                    return StandInArns.stream(table);
                }
                default -> {
                    // the error below
                }
            }
        }
        if ("AWS::SQS::Queue".equals(resource.get("Type"))
                && name.equals(logicalId + ".QueueName")) {
            return logicalId;
        }
        Optional<String> arn = StandInArns.of(String.valueOf(resource.get("Type")), logicalId);
        if (arn.isPresent() && name.equals(logicalId + ".Arn")) {
            return arn.get();
        }
        throw problem(
                place,
                "needs the attribute %s, which has no value in the development run."
                        .formatted(name));
    }

    /**
     * The name of a table. One that the template does not name has the name of the stack and its
     * own: {@code reprise-events} for {@code EventsTable}.
     */
    String tableName(String logicalId, TemplateValue table) {
        return table.optional("TableName")
                .map(TemplateValue::text)
                .orElseGet(() ->
                        "%s-%s"
                                .formatted(
                                        reference(STACK_NAME, logicalId),
                                        TABLE_SUFFIX
                                                .matcher(logicalId)
                                                .replaceFirst("")
                                                .toLowerCase(Locale.ROOT)));
    }

    private String tableName(String logicalId, Map<?, ?> table) {
        return tableName(logicalId, new TemplateValue(this, logicalId, table.get("Properties")));
    }

    private Map<?, ?> resource(String logicalId, String place) {
        if (section("Resources").get(logicalId) instanceof Map<?, ?> resource) {
            if (isCreated(resource, logicalId)) {
                return resource;
            }
            throw problem(
                    place, "needs " + logicalId + ", which is not created: its condition is false");
        }
        throw problem(
                place, "needs " + logicalId + ", which is neither a parameter nor a resource");
    }

    private String join(List<?> arguments, String place) {
        return list(arguments.get(1), place).stream()
                .filter(part -> isPresent(part, place))
                .map(part -> text(part, place))
                .collect(Collectors.joining(text(arguments.getFirst(), place)));
    }

    private List<String> split(List<?> arguments, String place) {
        String delimiter = Pattern.quote(text(arguments.getFirst(), place));
        return List.of(text(arguments.get(1), place).split(delimiter, -1));
    }

    private @Nullable Object select(List<?> arguments, String place) {
        List<?> entries = list(arguments.get(1), place);
        String index = text(arguments.getFirst(), place);
        if (!index.matches("\\d{1,4}") || Integer.parseInt(index) >= entries.size()) {
            throw problem(place, "selects entry " + index + " of " + entries.size() + " entries");
        }
        return entries.get(Integer.parseInt(index));
    }

    private Object findInMap(List<?> arguments, String place) {
        Object found = section("Mappings");
        for (Object key : arguments) {
            String name = text(key, place);
            Object next = found instanceof Map<?, ?> entries ? byName(entries, name) : null;
            if (next == null) {
                throw problem(place, "finds no " + name + " in the Mappings");
            }
            found = next;
        }
        return found;
    }

    private String substitute(@Nullable Object argument, String place) {
        Map<String, String> variables = new HashMap<>();
        Object text = argument;
        if (argument instanceof List<?> list) {
            List<?> of = arguments("Fn::Sub", list, 2, place);
            text = of.getFirst();
            if (resolve(of.get(1), place) instanceof Map<?, ?> given) {
                given.forEach((name, value) -> variables.put(name.toString(), text(value, place)));
            }
        }
        return SUBSTITUTION
                .matcher(text(text, place))
                .replaceAll(match -> Matcher.quoteReplacement(value(match, variables, place)));
    }

    private String value(MatchResult match, Map<String, String> variables, String place) {
        String name = match.group(2).strip();
        if (match.group(1).equals("!")) {
            return "${" + name + "}";
        }
        String variable = variables.get(name);
        if (variable != null) {
            return variable;
        }
        return text(name.contains(".") ? attribute(name, place) : reference(name, place), place);
    }

    private @Nullable Object choose(@Nullable Object argument, String place) {
        List<?> of = arguments("Fn::If", argument, 3, place);
        return namedCondition(text(of.getFirst(), place), place) ? of.get(1) : of.get(2);
    }

    private boolean namedCondition(String name, String place) {
        Object condition = section("Conditions").get(name);
        if (condition == null) {
            throw problem(place, "needs the condition " + name + ", which is not declared");
        }
        return condition(condition, "Conditions." + name);
    }

    private boolean condition(@Nullable Object condition, String place) {
        if (condition instanceof Map<?, ?> map && map.size() == 1) {
            String function = map.keySet().iterator().next().toString();
            Object argument = map.get(function);
            switch (function) {
                case "Condition" -> {
                    return namedCondition(text(argument, place), place);
                }
                case "Fn::Equals" -> {
                    List<?> of = arguments(function, argument, 2, place);
                    return text(of.getFirst(), place).equals(text(of.get(1), place));
                }
                case "Fn::Not" -> {
                    return !condition(arguments(function, argument, 1, place).getFirst(), place);
                }
                case "Fn::And" -> {
                    return list(argument, place).stream().allMatch(of -> condition(of, place));
                }
                case "Fn::Or" -> {
                    return list(argument, place).stream().anyMatch(of -> condition(of, place));
                }
                default -> {
                    // the error below
                }
            }
        }
        throw problem(
                place,
                "is not a condition that the development run knows: use Equals, And, Or, Not or Condition");
    }

    private String text(@Nullable Object value, String place) {
        return new TemplateValue(this, place, value).text();
    }

    private List<?> list(@Nullable Object value, String place) {
        if (resolve(value, place) instanceof List<?> list) {
            return list;
        }
        throw problem(place, "needs a list");
    }

    private List<?> arguments(String function, @Nullable Object argument, int count, String place) {
        if (argument instanceof List<?> list && list.size() == count) {
            return new ArrayList<>(list);
        }
        throw problem(place, "gives " + function + " other than " + count + " arguments");
    }

    private Map<?, ?> section(String name) {
        return document.get(name) instanceof Map<?, ?> section ? section : Map.of();
    }

    /** A key of a YAML mapping may be a number, such as an account. */
    private static @Nullable Object byName(Map<?, ?> map, String name) {
        return map.entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(name))
                .<@Nullable Object>map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
