package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.EventsTable.EVENTS;
import static dev.reprise.dynamodb.EventsTable.EVENT_SCHEMA_VERSION;
import static dev.reprise.dynamodb.EventsTable.FORMAT;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
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
        if (events.schemaVersion() > 1) {
            item.put(EVENT_SCHEMA_VERSION, Attributes.number(events.schemaVersion()));
        }
        switch (events) {
            case EncodedEvents.Json(_, String json, _) ->
                    Attributes.putDeflatable(item, EVENTS, json);
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
     * @throws NewerReleaseException if the events are compressed in an unknown way
     * @throws IllegalArgumentException if an attribute is missing or malformed
     */
    static EncodedEvents of(Map<String, AttributeValue> item, int count) {
        EncodedEvents events = withoutSchemaVersion(item, count);
        return item.containsKey(EVENT_SCHEMA_VERSION)
                ? events.needing(Math.toIntExact(Attributes.number(item, EVENT_SCHEMA_VERSION)))
                : events;
    }

    private static EncodedEvents withoutSchemaVersion(Map<String, AttributeValue> item, int count) {
        if (!item.containsKey(FORMAT)) {
            return new EncodedEvents.Json(count, Attributes.deflatable(item, EVENTS));
        }
        String stored = Attributes.text(item, FORMAT);
        byte[] bytes = Attributes.binary(item, EVENTS);
        int plus = stored.indexOf('+');
        if (plus < 0) {
            return new EncodedEvents.Binary(count, stored, bytes);
        }
        if (!stored.substring(plus).equals(DEFLATED)) {
            throw NewerReleaseException.unknown("event format " + stored);
        }
        return new EncodedEvents.Binary(
                count, stored.substring(0, plus), Attributes.inflated(EVENTS, bytes));
    }
}
