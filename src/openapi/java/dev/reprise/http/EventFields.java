package dev.reprise.http;

import dev.reprise.serialization.BodyJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** The fields that every event of {@link EventsResponse} has, for the OpenAPI document. */
final class EventFields {

    static final String METADATA_SCHEMA = "EventMetadata";

    /** The fields after those of the event's type. */
    static final Map<String, Schema> AFTER = new LinkedHashMap<>();

    static {
        AFTER.put(EventsResponse.TIMESTAMP, Schemas.instant("When the service recorded the event"));
        AFTER.put(
                EventsResponse.OCCURRED_AT,
                Schemas.instant("When it happened in the world, if the command said so"));
        AFTER.put(EventsResponse.METADATA, Schemas.reference(METADATA_SCHEMA));
    }

    private EventFields() {}

    /** The fields before those of the event's type. */
    static Map<String, Schema> before(String type) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        fields.put(
                EventsResponse.SEQUENCE_NUMBER,
                Schemas.count("The event's place in its stream, from 1 without gaps", 1, 1));
        fields.put(BodyJson.EVENT_TYPE, Schemas.constant("Which event it is", type));
        return fields;
    }

    static Schema page(Schema event) {
        return Schemas.object("A page of events")
                .addProperty(
                        "events",
                        Schemas.listOf(
                                "The oldest first, or the newest first with order=desc", event))
                .addProperty(
                        "next",
                        Schemas.text(
                                "What to send as cursor for the next page; absent on the last page"))
                .addRequired("events");
    }

    static Schema metadata() {
        return Schemas.object(
                        "What is known of the event's command. A caller who may read only his own orders sees of other callers' commands the commandId alone")
                .addProperty(
                        EventsResponse.COMMAND_ID,
                        Schemas.text(
                                "The command's Idempotency-Key; of a caller with a token, what is made of the caller and the key",
                                "cart-4711"))
                .addProperty(
                        EventsResponse.CORRELATION_ID,
                        Schemas.text("The command's X-Correlation-Id", "checkout-77"))
                .addProperty(
                        EventsResponse.CAUSATION_ID,
                        Schemas.text("The id of what caused the command", "checkout-76"))
                .addProperty(
                        EventsResponse.ACTOR, Schemas.text("The caller, as the authorizer named it", "user123"))
                .required(List.of(EventsResponse.COMMAND_ID));
    }
}
