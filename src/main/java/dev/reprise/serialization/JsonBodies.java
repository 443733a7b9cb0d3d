package dev.reprise.serialization;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.reprise.eventstore.EncodedEvents;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array with one object per event, without white space: {@code eventType}, then {@code
 * revision} (the schema version, left out for version 1), then the fields. The fields of an object
 * are read in any order, and numbers exactly. A repeated field is an error, and so is an unknown
 * one: a newer release declared it.
 */
final class JsonBodies implements BodyFormat {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private static final int CHARACTERS_PER_EVENT = 160;

    private final EventSchemas schemas;
    private final int maxFields;

    JsonBodies(EventSchemas schemas) {
        this.schemas = schemas;
        int maxSchemaFields =
                schemas.all().stream().mapToInt(schema -> schema.fields().size()).max().orElse(0);
        this.maxFields = maxSchemaFields + 2;
    }

    @Override
    public EncodedEvents encode(List<EventBody> bodies) {
        StringWriter text = new StringWriter(CHARACTERS_PER_EVENT * bodies.size());
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (EventBody body : bodies) {
                write(json, body);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can always be written", e);
        }
        return new EncodedEvents.Json(bodies.size(), text.toString());
    }

    private static void write(JsonGenerator json, EventBody body) throws IOException {
        EventSchema schema = body.schema();
        json.writeStartObject();
        json.writeStringField(BodyJson.EVENT_TYPE, schema.type());
        if (schema.schemaVersion() > 1) {
            json.writeNumberField(BodyJson.SCHEMA_VERSION, schema.schemaVersion());
        }
        for (int i = 0; i < schema.fields().size(); i++) {
            Object value = body.value(i);
            if (value == null) {
                continue;
            }
            Field field = schema.fields().get(i);
            json.writeFieldName(field.name());
            switch (field.type()) {
                case TEXT, PERSONAL -> json.writeString((String) value);
                case INTEGER -> json.writeNumber((Long) value);
                case DECIMAL -> json.writeNumber((BigDecimal) value);
                case BOOLEAN -> json.writeBoolean((Boolean) value);
            }
        }
        json.writeEndObject();
    }

    @Override
    public List<EventBody> decode(EncodedEvents encoded) throws IOException {
        try (JsonParser json = JSON.createParser(encoded.json())) {
            List<EventBody> bodies = new ArrayList<>();
            JsonFields fields = new JsonFields(maxFields);
            require(
                    json.nextToken() == JsonToken.START_ARRAY,
                    "the stored events must be an array");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(
                        json.currentToken() == JsonToken.START_OBJECT,
                        "each stored event must be an object");
                bodies.add(body(fields.read(json)));
            }
            require(json.nextToken() == null, "nothing may follow the array of events");
            return bodies;
        } catch (JsonProcessingException e) {
            // Jackson's own message names Jackson's classes and settings.
            throw new IOException("malformed at character " + e.getLocation().getCharOffset(), e);
        }
    }

    private EventBody body(JsonFields fields) {
        if (!(fields.take(BodyJson.EVENT_TYPE) instanceof String type)) {
            throw new IllegalArgumentException(
                    "field " + BodyJson.EVENT_TYPE + " must be there and a text");
        }
        EventSchema schema =
                schemas.schemaOf(type, schemaVersion(fields.take(BodyJson.SCHEMA_VERSION)));
        return fields.takeAll(schema);
    }

    private static int schemaVersion(@Nullable Object value) {
        return switch (value) {
            case null -> 1;
            case Long number -> Math.clamp(number, 0, Integer.MAX_VALUE);
            case Object _ ->
                    throw new IllegalArgumentException(
                            "field " + BodyJson.SCHEMA_VERSION + " must be a whole number");
        };
    }

    private static void require(boolean met, String requirement) {
        if (!met) {
            throw new IllegalArgumentException(requirement);
        }
    }
}
