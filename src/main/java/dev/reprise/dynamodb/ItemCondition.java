package dev.reprise.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A condition of a write, with the names and values of its placeholders. */
record ItemCondition(
        String expression, Map<String, String> names, Map<String, AttributeValue> values) {

    ItemCondition {
        names = Map.copyOf(names);
        values = Map.copyOf(values);
    }

    static ItemCondition withoutValues(String expression, Map<String, String> names) {
        return new ItemCondition(expression, names, Map.of());
    }

    /** The SDK takes no empty map. */
    @Nullable Map<String, AttributeValue> valuesOrNull() {
        return values.isEmpty() ? null : values;
    }
}
