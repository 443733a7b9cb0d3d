package dev.reprise.dynamodb;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes a commit's events as attributes of its item, and decodes them. JSON is stored as text.
 * Another format is stored as bytes, with its name in a second attribute. Both are deflated if that
 * saves a write unit.
 *
 * @param events the name of the attribute for the events
 * @param format the name of the attribute for their format
 * @param schemaVersion the name of the attribute for the schema version that they need
 */
record EventsAttribute(String events, String format, String schemaVersion) {

    /**
     * The largest size of a commit's events before they are deflated. Similar events deflate to
     * very little, but every later read inflates them to their full size.
     */
    static final int MAX_INFLATED_BYTES = 2 * 1024 * 1024;

    /** Follows the name of a binary format if the bytes are deflated. */
    static final String DEFLATED = "+deflate";

    /** Puts events into an item that has all its other attributes. */
    void put(SizedItem item, EncodedEvents encoded) {
        if (encoded.schemaVersion() > 1) {
            item.put(schemaVersion, Attributes.number(encoded.schemaVersion()));
        }
        switch (encoded) {
            case EncodedEvents.Json(_, String json, _) -> item.putDeflatable(events, json);
            case EncodedEvents.Binary binary -> {
                byte[] bytes = binary.bytes();
                item.putCheaper(
                        attributes(binary.format(), bytes),
                        () -> attributes(binary.format() + DEFLATED, Zlib.deflate(bytes)));
            }
        }
    }

    private Map<String, AttributeValue> attributes(String formatName, byte[] bytes) {
        return Map.of(format, Attributes.text(formatName), events, Attributes.binary(bytes));
    }

    /**
     * The events of a stored item.
     *
     * @throws NewerReleaseException if the events are compressed in an unknown way
     * @throws IllegalArgumentException if an attribute is missing or malformed
     */
    EncodedEvents read(Map<String, AttributeValue> item, int count) {
        EncodedEvents read = withoutSchemaVersion(item, count);
        return item.containsKey(schemaVersion)
                ? read.needing(Attributes.positiveInt(item, schemaVersion))
                : read;
    }

    private EncodedEvents withoutSchemaVersion(Map<String, AttributeValue> item, int count) {
        if (!item.containsKey(format)) {
            return new EncodedEvents.Json(
                    count, Attributes.deflatable(item, events, MAX_INFLATED_BYTES));
        }
        String stored = Attributes.text(item, format);
        byte[] bytes = Attributes.binary(item, events);
        int plus = stored.indexOf('+');
        if (plus < 0) {
            return Attributes.parsed(format, () -> new EncodedEvents.Binary(count, stored, bytes));
        }
        if (!stored.substring(plus).equals(DEFLATED)) {
            throw NewerReleaseException.unknown("event format " + stored);
        }
        byte[] inflated = Attributes.inflated(events, bytes, MAX_INFLATED_BYTES);
        return Attributes.parsed(
                format, () -> new EncodedEvents.Binary(count, stored.substring(0, plus), inflated));
    }
}
