package dev.reprise.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of a template, and its place for messages. Its functions are resolved when it is read.
 *
 * @param place the path from the resource's logical id, such as {@code Table.KeySchema[0]}
 * @param written as the template has it
 */
record TemplateValue(TemplateFunctions functions, String place, @Nullable Object written) {

    /** The property at a path of names. Empty if a name of the path is not there. */
    Optional<TemplateValue> optional(String... path) {
        Optional<TemplateValue> found = Optional.of(this);
        for (String name : path) {
            found = found.flatMap(parent -> parent.child(name));
        }
        return found;
    }

    /**
     * @throws TemplateException if there is no such property
     */
    TemplateValue required(String name) {
        return child(name).orElseThrow(() -> problem("has no " + name + ". Add it."));
    }

    /**
     * @throws TemplateException if the value is a list or a mapping
     */
    String text() {
        return switch (functions.resolve(written, place)) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case null, default -> throw problem("is not a text, a number or a boolean");
        };
    }

    /**
     * @throws TemplateException if the value is not a whole number
     */
    long number() {
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException _) {
            throw problem("is not a whole number but " + text() + ". Write a whole number.");
        }
    }

    /**
     * The entries of a list, without those that resolve to {@code AWS::NoValue}.
     *
     * @throws TemplateException if the value is not a list
     */
    List<TemplateValue> each() {
        if (!(functions.resolve(written, place) instanceof List<?> entries)) {
            throw problem("is not a list");
        }
        List<TemplateValue> values = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            present(place + "[" + i + "]", entries.get(i)).ifPresent(values::add);
        }
        return values;
    }

    /**
     * The entries of a mapping, without those that resolve to {@code AWS::NoValue}.
     *
     * @throws TemplateException if the value is not a mapping
     */
    List<TemplateValue> entries() {
        return List.copyOf(properties().values());
    }

    /**
     * The entries of a mapping by their names, in the template's order, without those that resolve
     * to {@code AWS::NoValue}.
     *
     * @throws TemplateException if the value is not a mapping
     */
    Map<String, TemplateValue> properties() {
        Map<String, TemplateValue> values = new LinkedHashMap<>();
        mapping()
                .forEach((name, value) ->
                        present(place + "." + name, value)
                                .ifPresent(of -> values.put(name.toString(), of)));
        return values;
    }

    /**
     * The texts of a list, or a single text. CloudFormation takes either for the actions and the
     * resources of a policy.
     *
     * @throws TemplateException if the value is neither
     */
    List<String> texts() {
        return functions.resolve(written, place) instanceof List<?>
                ? each().stream().map(TemplateValue::text).toList()
                : List.of(text());
    }

    /**
     * Returns this mapping.
     *
     * @throws TemplateException if it has a property other than these
     */
    TemplateValue only(Set<String> known) {
        mapping().keySet().stream()
                .filter(name -> !known.contains(String.valueOf(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw problem(
                            "has %s, which the development run does not know. Correct the name, or add it to %s."
                                    .formatted(name, TemplateTables.class.getSimpleName()));
                });
        return this;
    }

    TemplateException problem(String problem) {
        return functions.problem(place, problem);
    }

    private Optional<TemplateValue> child(String name) {
        return present(place + "." + name, mapping().get(name));
    }

    private Map<?, ?> mapping() {
        if (functions.resolve(written, place) instanceof Map<?, ?> mapping) {
            return mapping;
        }
        throw problem("is not a mapping");
    }

    private Optional<TemplateValue> present(String childPlace, @Nullable Object child) {
        return functions.isPresent(child, childPlace)
                ? Optional.of(new TemplateValue(functions, childPlace, child))
                : Optional.empty();
    }
}
