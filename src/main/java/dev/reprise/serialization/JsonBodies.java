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
 * A JSON array of objects, without white space: {@code eventType}, {@code revision} unless it is 1,
 * and the fields. They are read in any order, numbers exactly, and nothing unknown or doubled is
 * read past.
 */
final class JsonBodies implements BodyFormat {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    private static final int CHARACTERS_PER_EVENT = 160;

    private final EventSchemas forms;
    private final int maxFields;

    JsonBodies(EventSchemas forms) {
        this.forms = forms;
        int mostFields =
                forms.all().stream().mapToInt(form -> form.fields().size()).max().orElse(0);
        this.maxFields = mostFields + 2;
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
        EventSchema form = body.form();
        json.writeStartObject();
        json.writeStringField(BodyJson.EVENT_TYPE, form.type());
        if (form.schemaVersion() > 1) {
            json.writeNumberField(BodyJson.SCHEMA_VERSION, form.schemaVersion());
        }
        for (int i = 0; i < form.fields().size(); i++) {
            Object value = body.value(i);
            if (value == null) {
                continue;
            }
            Field field = form.fields().get(i);
            json.writeFieldName(field.name());
            switch (field.type()) {
                case TEXT -> json.writeString((String) value);
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
            require(json.nextToken() == JsonToken.START_ARRAY, "events are an array");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(json.currentToken() == JsonToken.START_OBJECT, "an event is an object");
                bodies.add(body(fields.read(json)));
            }
            require(json.nextToken() == null, "nothing follows the array of events");
            return bodies;
        } catch (JsonProcessingException e) {
            // Jackson's own message names its classes and settings.
            throw new IOException("from character " + e.getLocation().getCharOffset() + " on", e);
        }
    }

    private EventBody body(JsonFields fields) {
        if (!(fields.take(BodyJson.EVENT_TYPE) instanceof String type)) {
            throw new IllegalArgumentException("field " + BodyJson.EVENT_TYPE + " is not a text");
        }
        EventSchema form = forms.form(type, schemaVersion(fields.take(BodyJson.SCHEMA_VERSION)));
        return fields.takeAll(form);
    }

    private static int schemaVersion(@Nullable Object value) {
        return switch (value) {
            case null -> 1;
            case Long number -> Math.clamp(number, 0, Integer.MAX_VALUE);
            case Object _ ->
                    throw new IllegalArgumentException(
                            "field " + BodyJson.SCHEMA_VERSION + " is not a whole number");
        };
    }

    private static void require(boolean met, String what) {
        if (!met) {
            throw new IllegalArgumentException(what);
        }
    }
}
