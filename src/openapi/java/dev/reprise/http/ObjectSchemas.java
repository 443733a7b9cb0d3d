package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.reprise.serialization.BodyJson;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Discriminator;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Completes the schemas of requests and answers, which were found as records, and adds those of
 * events.
 *
 * <p>A field's name has one meaning in all of them: it is declared once, with {@link #field}.
 */
public final class ObjectSchemas {

    private final Components components;
    private final Map<String, Schema> fields = new HashMap<>();

    public ObjectSchemas(OpenAPI api) {
        components = api.getComponents();
    }

    /** Declares what a field of this name is, wherever it is not declared in another way. */
    public ObjectSchemas field(String name, Schema schema) {
        fields.put(name, schema);
        return this;
    }

    /**
     * Completes the schema of a request's object. Other fields than its own are refused.
     *
     * @param required the names of the required fields; the others are optional
     */
    public void request(Class<?> type, String description, String... required) {
        complete(type, description, Map.of())
                .required(required.length == 0 ? null : List.of(required))
                .setAdditionalPropertiesSchema(Schemas.none());
    }

    /** Completes the schema of an answer's object. A field is required unless it is nullable. */
    public void answer(Class<? extends Record> type, String description) {
        answer(type, description, Map.of());
    }

    /**
     * Completes the schema of an answer's object.
     *
     * @param own the fields that are something else here than elsewhere
     */
    public void answer(Class<? extends Record> type, String description, Map<String, Schema> own) {
        complete(type, description, own)
                .required(
                        Arrays.stream(type.getRecordComponents())
                                .filter(field ->
                                        !field.getAnnotatedType()
                                                .isAnnotationPresent(Nullable.class))
                                .map(RecordComponent::getName)
                                .toList());
    }

    /** Adds a field to an answer's object, which only some answers have. */
    public void optional(Class<? extends Record> type, String name, Schema field) {
        schema(type).addProperty(name, field);
    }

    /** Describes an enumeration, which was found with its values. */
    public void enumeration(Class<? extends Enum<?>> type, String description) {
        schema(type).setDescription(description);
    }

    private Schema complete(Class<?> type, String description, Map<String, Schema> own) {
        Schema object = schema(type).description(description);
        Map<String, Schema> completed = new LinkedHashMap<>();
        object.getProperties()
                .forEach((name, found) ->
                        completed.put(
                                name,
                                own.containsKey(name) ? own.get(name) : completed(name, found)));
        object.setProperties(completed);
        return object;
    }

    /** A field that is declared; the description of a list; or else the field as it was found. */
    private Schema completed(String name, Schema found) {
        Schema declared = fields.get(name);
        if (declared == null || found.getRef() != null) {
            return found;
        }
        if (found.getItems() == null) {
            return declared;
        }
        return found.description(declared.getDescription())
                .minItems(declared.getMinItems())
                .maxItems(declared.getMaxItems());
    }

    /**
     * Completes the schemas of a request's object that is one of several types, as Jackson's
     * annotations say.
     */
    public void union(Class<?> type, String description) {
        String property = type.getAnnotation(JsonTypeInfo.class).property();
        Map<String, String> names = new LinkedHashMap<>();
        for (JsonSubTypes.Type subtype : type.getAnnotation(JsonSubTypes.class).value()) {
            names.put(subtype.name(), name(subtype.value()));
            Schema schema = schema(subtype.value());
            Map<String, Schema> properties = new LinkedHashMap<>();
            properties.put(property, Schemas.constant("Which change it is", subtype.name()));
            properties.putAll(schema.getProperties());
            schema.properties(properties).addRequired(property);
        }
        Schema union = union(property, names);
        components.addSchema(name(type), union.description(description));
    }

    /**
     * Adds the schema of an aggregate's events, one for each type, and that of a page of them.
     *
     * @param union the name of the schema, such as {@code OrderEvent}
     * @param idField the name of the field for the aggregate's id, such as {@code orderId}
     * @return the name of the page's schema
     */
    public String events(String union, String idField, List<EventSchema> schemas) {
        Map<String, String> names = new LinkedHashMap<>();
        for (EventSchema schema : schemas) {
            names.put(schema.type(), schema.type());
            components.addSchema(schema.type(), event(idField, schema));
        }
        components.addSchema(
                union,
                union(BodyJson.EVENT_TYPE, names)
                        .description("An event. eventType says which one it is"));
        components.addSchema(EventFields.METADATA_SCHEMA, EventFields.metadata());
        String page = union + "Page";
        components.addSchema(page, EventFields.page(Schemas.reference(union)));
        return page;
    }

    private Schema event(String idField, EventSchema event) {
        Schema object = Schemas.object("An event of the type " + event.type());
        EventFields.before(event.type()).forEach(object::addProperty);
        object.addProperty(idField, declared(idField, event));
        for (Field field : event.fields()) {
            object.addProperty(field.name(), declared(field.name(), event));
        }
        EventFields.AFTER.forEach(object::addProperty);
        object.getProperties().keySet().stream()
                .filter(name -> !isOptional(name, event))
                .forEach(object::addRequired);
        return object;
    }

    private static boolean isOptional(String name, EventSchema event) {
        return name.equals(EventsResponse.OCCURRED_AT)
                || event.fields().stream()
                        .anyMatch(field -> field.name().equals(name) && field.optional());
    }

    private Schema declared(String name, EventSchema event) {
        Schema schema = fields.get(name);
        if (schema == null) {
            throw new IllegalStateException(
                    "the OpenAPI document does not say what the field %s of the event %s is: declare it"
                            .formatted(name, event));
        }
        return schema;
    }

    private static Schema union(String property, Map<String, String> namesByValue) {
        Discriminator discriminator = OASFactory.createDiscriminator().propertyName(property);
        Schema union = OASFactory.createSchema();
        namesByValue.forEach((value, name) -> {
            Schema member = Schemas.reference(name);
            union.addOneOf(member);
            discriminator.addMapping(value, member.getRef());
        });
        return union.discriminator(discriminator);
    }

    private Schema schema(Class<?> type) {
        Schema schema = components.getSchemas().get(name(type));
        if (schema == null) {
            throw new IllegalStateException(
                    "the OpenAPI document has no schema for %s: name it in a call, or in the @Schema(oneOf) of its union"
                            .formatted(type.getName()));
        }
        return schema;
    }

    /** The name of the schema of a class. */
    public static String name(Class<?> type) {
        org.eclipse.microprofile.openapi.annotations.media.@Nullable Schema annotation =
                type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return annotation == null || annotation.name().isEmpty()
                ? type.getSimpleName()
                : annotation.name();
    }
}
