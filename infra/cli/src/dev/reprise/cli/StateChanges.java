package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The changes of an event: the fields of an order that differ before and after it. */
final class StateChanges {

    /** The order's id, and fields whose values follow from the event that is shown. */
    private static final Set<String> NOT_SHOWN =
            Set.of("orderId", "version", "createdAt", "updatedAt");

    /**
     * A field that differs.
     *
     * @param before empty if it was absent
     * @param after empty if it is absent now
     */
    record Change(String field, String before, String after) {

        String line() {
            if (before.isEmpty()) {
                return "+ " + field + "  " + after;
            }
            return after.isEmpty()
                    ? "- " + field + "  " + before
                    : "~ " + field + "  " + before + " -> " + after;
        }
    }

    private StateChanges() {}

    /** The changes, in the order of the fields. */
    static List<Change> between(JsonNode before, JsonNode after) {
        Map<String, String> old = fields(before);
        Map<String, String> current = fields(after);
        Set<String> names = new LinkedHashSet<>(current.keySet());
        names.addAll(old.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            Change change =
                    new Change(name, old.getOrDefault(name, ""), current.getOrDefault(name, ""));
            if (!change.before().equals(change.after())) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static Map<String, String> fields(JsonNode order) {
        Map<String, String> fields = new LinkedHashMap<>();
        order.properties()
                .forEach(field -> {
                    if (field.getKey().equals("items")) {
                        field.getValue().forEach(line -> addLine(fields, line));
                    } else if (!NOT_SHOWN.contains(field.getKey())) {
                        fields.put(field.getKey(), Texts.quoted(field.getValue().asText()));
                    }
                });
        return fields;
    }

    private static void addLine(Map<String, String> fields, JsonNode line) {
        fields.put(
                "item " + line.path("itemId").asText() + " at " + line.path("price").asText(),
                line.path("quantity").asText());
    }
}
