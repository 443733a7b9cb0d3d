package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.EventsTable.EVENTS;
import static dev.reprise.dynamodb.EventsTable.FORMAT;

import dev.reprise.eventstore.EncodedEvents;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes a commit's events as attributes of its item, and decodes them. JSON is stored as text.
 * Another format is stored as bytes, with its name in a second attribute. Both are deflated if that
 * saves a write unit.
 */
final class EventsAttribute {

    /** Follows the name of a binary format if the bytes are deflated. */
    static final String DEFLATED = "+deflate";

    private EventsAttribute() {}

    /** Puts events into an item that has all its other attributes. */
    static void put(Map<String, AttributeValue> item, EncodedEvents events) {
        switch (events) {
            case EncodedEvents.Json(_, String json) -> Attributes.putDeflatable(item, EVENTS, json);
            case EncodedEvents.Binary binary -> {
                byte[] bytes = binary.bytes();
                Attributes.putCheaper(
                        item,
                        attributes(binary.format(), bytes),
                        () -> attributes(binary.format() + DEFLATED, Zlib.deflate(bytes)));
            }
        }
    }

    private static Map<String, AttributeValue> attributes(String format, byte[] bytes) {
        return Map.of(FORMAT, Attributes.text(format), EVENTS, Attributes.binary(bytes));
    }

    /**
     * The events of a stored item.
     *
     * @throws IllegalArgumentException if an attribute is missing or malformed
     */
    static EncodedEvents of(Map<String, AttributeValue> item, int count) {
        if (!item.containsKey(FORMAT)) {
            return new EncodedEvents.Json(count, Attributes.deflatable(item, EVENTS));
        }
        String format = Attributes.text(item, FORMAT);
        byte[] bytes = Attributes.binary(item, EVENTS);
        return format.endsWith(DEFLATED)
                ? new EncodedEvents.Binary(
                        count,
                        format.substring(0, format.length() - DEFLATED.length()),
                        Attributes.inflated(EVENTS, bytes))
                : new EncodedEvents.Binary(count, format, bytes);
    }
}
