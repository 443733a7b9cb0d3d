package dev.reprise.serialization;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * All schemas of an aggregate's events, current and older, and the upcasters from the older ones:
 * one declaration for every {@link EventFormat}. The order of the schemas has no meaning.
 */
public final class EventSchemas {

    /** Ends the message about an event that a later release, or nobody, declared. */
    static final String UNKNOWN =
            " is not known to this version of the code: deploy the release that wrote it, or newer";

    private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)*");

    private final String namespace;
    private final List<EventSchema> schemas;
    private final Map<String, Map<Integer, EventSchema>> byType = new HashMap<>();
    private final Map<Integer, EventSchema> byNumber = new HashMap<>();
    private final Map<EventSchema, Upcaster> upcasters = new HashMap<>();
    private final Map<EventFormat, BodyFormat> formats = new ConcurrentHashMap<>();

    /**
     * Checks and keeps a declaration.
     *
     * @param namespace the prefix of the names in the Avro and Protocol Buffers schemas, such as
     *     {@code shop.orders}; it is part of what is stored
     * @param schemas every schema that an event was ever stored with, and the current ones
     * @param upcasters one from each schema that is no longer current
     * @throws IllegalArgumentException if two schemas have the same type and schema version or the
     *     same number; if a schema is not the newest of its type and has no upcaster; if a schema
     *     has two upcasters; or if an upcaster names a schema that is not declared
     */
    public EventSchemas(String namespace, List<EventSchema> schemas, List<Upcaster> upcasters) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "a namespace is lower-case words with dots between them, such as shop.orders,"
                            + " not \""
                            + namespace
                            + "\"");
        }
        this.namespace = namespace;
        this.schemas = List.copyOf(schemas);
        schemas.forEach(this::add);
        upcasters.forEach(this::add);
        schemas.forEach(this::requireCurrentOrUpcaster);
    }

    private void add(EventSchema schema) {
        Map<Integer, EventSchema> schemaVersions =
                byType.computeIfAbsent(schema.type(), _ -> new HashMap<>());
        if (schemaVersions.putIfAbsent(schema.schemaVersion(), schema) != null) {
            throw new IllegalArgumentException(
                    schema + " is declared twice: remove one, or raise its schema version");
        }
        EventSchema sameNumber = byNumber.putIfAbsent(schema.number(), schema);
        if (sameNumber != null) {
            throw new IllegalArgumentException(
                    schema
                            + " and "
                            + sameNumber
                            + " have the same Protocol Buffers number, "
                            + schema.number()
                            + ": rename a field of the newer one");
        }
    }

    private void add(Upcaster upcaster) {
        for (EventSchema schema : List.of(upcaster.from(), upcaster.to())) {
            if (!schemas.contains(schema)) {
                throw new IllegalArgumentException(
                        "the upcaster from "
                                + upcaster.from()
                                + " to "
                                + upcaster.to()
                                + " needs "
                                + schema
                                + " with the fields "
                                + schema.fields()
                                + ", which is not declared: add that schema");
            }
        }
        if (upcasters.putIfAbsent(upcaster.from(), upcaster) != null) {
            throw new IllegalArgumentException(
                    upcaster.from() + " has two upcasters: remove one of them");
        }
    }

    private void requireCurrentOrUpcaster(EventSchema schema) {
        boolean newest =
                schemas.stream()
                        .noneMatch(other ->
                                other.type().equals(schema.type())
                                        && other.schemaVersion() > schema.schemaVersion());
        if (!newest && !upcasters.containsKey(schema)) {
            throw new IllegalArgumentException(
                    schema
                            + " is not the newest schema of its type and has no upcaster: add an"
                            + " upcaster from it");
        }
    }

    String namespace() {
        return namespace;
    }

    List<EventSchema> all() {
        return schemas;
    }

    /**
     * The declared schema of this type and schema version.
     *
     * @throws IllegalArgumentException if there is none
     */
    EventSchema schemaOf(String type, int schemaVersion) {
        Map<Integer, EventSchema> schemaVersions = byType.get(type);
        if (schemaVersions == null) {
            throw new IllegalArgumentException("event type " + type + UNKNOWN);
        }
        EventSchema schema = schemaVersions.get(schemaVersion);
        if (schema == null) {
            throw new IllegalArgumentException(
                    "schema version " + schemaVersion + " of event type " + type + UNKNOWN);
        }
        return schema;
    }

    /**
     * @throws IllegalArgumentException if the schema is not declared, or is declared with other
     *     fields
     */
    void requireDeclared(EventSchema schema) {
        EventSchema declared = schemaOf(schema.type(), schema.schemaVersion());
        if (!schema.equals(declared)) {
            throw new IllegalArgumentException(
                    schema
                            + " is declared with the fields "
                            + declared.fields()
                            + ", and used with the fields "
                            + schema.fields()
                            + ": use the declared schema");
        }
    }

    /**
     * The declared schema with this {@link EventSchema#number}.
     *
     * @throws IllegalArgumentException if there is none
     */
    EventSchema schemaOf(int number) {
        EventSchema schema = byNumber.get(number);
        if (schema == null) {
            throw new IllegalArgumentException(
                    "the event schema with the Protocol Buffers number " + number + UNKNOWN);
        }
        return schema;
    }

    /** The body after all upcasters that apply, in the current schema. */
    EventBody upcast(EventBody stored) {
        EventBody body = stored;
        for (Upcaster next = upcasters.get(body.schema());
                next != null;
                next = upcasters.get(body.schema())) {
            body = next.upcast(body);
        }
        return body;
    }

    /** The coder of a format, made at its first use. */
    BodyFormat formatFor(EventFormat format) {
        return formats.computeIfAbsent(
                format,
                missing ->
                        switch (missing) {
                            case JSON -> new JsonBodies(this);
                            case AVRO -> new AvroBodies(this);
                            case PROTOBUF -> new ProtobufBodies(this);
                        });
    }
}
