package dev.reprise.serialization;

import dev.reprise.eventstore.NewerReleaseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * All schemas of an aggregate's events, current and older, and the upcasters from the older ones:
 * one declaration for every {@link EventFormat}.
 *
 * <p>The declaration has a {@link #schemaVersion}, which rises with each release that adds schemas.
 * A commit is stored with the schema version that its events need.
 */
public final class EventSchemas {

    private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)*");

    private final String namespace;
    private final List<List<EventSchema>> added;
    private final List<EventSchema> schemas;
    private final int schemaVersion;
    private final Map<EventSchema, Integer> addedIn = new HashMap<>();
    private final Map<String, Map<Integer, EventSchema>> byType = new HashMap<>();
    private final Map<Integer, EventSchema> byNumber = new HashMap<>();
    private final Map<EventSchema, Upcaster> upcasters = new HashMap<>();
    private final Map<EventFormat, BodyFormat> formats = new ConcurrentHashMap<>();

    /** A declaration of schema version 1: the first release has all of these schemas. */
    public EventSchemas(String namespace, List<EventSchema> schemas, List<Upcaster> upcasters) {
        this(List.of(schemas), namespace, upcasters);
    }

    /**
     * A declaration of several schema versions.
     *
     * @param added the schemas that each schema version added; the first of the lists belongs to
     *     schema version 1. Append a list for each release that adds schemas, and never change an
     *     earlier list
     */
    public static EventSchemas inVersions(
            String namespace, List<List<EventSchema>> added, List<Upcaster> upcasters) {
        return new EventSchemas(added, namespace, upcasters);
    }

    /**
     * Checks and keeps a declaration.
     *
     * @param namespace the prefix of the names in the Avro and Protocol Buffers schemas, such as
     *     {@code shop.orders}; it is part of what is stored
     * @param added every schema that an event was ever stored with, and the current ones
     * @param upcasters one from each schema that is no longer current
     * @throws IllegalArgumentException if two schemas have the same type and schema version or the
     *     same number; if a schema is not the newest of its type and has no upcaster; if a schema
     *     has two upcasters; or if an upcaster names a schema that is not declared
     */
    private EventSchemas(
            List<List<EventSchema>> added, String namespace, List<Upcaster> upcasters) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "a namespace is lower-case words with dots between them, such as shop.orders,"
                            + " not \""
                            + namespace
                            + "\"");
        }
        this.namespace = namespace;
        this.added = added.stream().map(List::copyOf).toList();
        this.schemas = added.stream().flatMap(List::stream).toList();
        this.schemaVersion = added.size();
        for (int version = 1; version <= schemaVersion; version++) {
            for (EventSchema schema : added.get(version - 1)) {
                add(schema);
                addedIn.put(schema, version);
            }
        }
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
        if (!isNewest(schema) && !upcasters.containsKey(schema)) {
            throw new IllegalArgumentException(
                    schema
                            + " is not the newest schema of its type and has no upcaster: add an"
                            + " upcaster from it");
        }
    }

    private boolean isNewest(EventSchema schema) {
        return schemas.stream()
                .noneMatch(other ->
                        other.type().equals(schema.type())
                                && other.schemaVersion() > schema.schemaVersion());
    }

    /**
     * This declaration and the schemas that its streams hold besides. They are declared in this
     * namespace. The schema version rises if that of either part rises.
     *
     * @param others see {@link #inVersions}
     * @param otherUpcasters from those of the others that are no longer current
     * @throws IllegalArgumentException if a schema is declared by both
     */
    public EventSchemas and(List<List<EventSchema>> others, List<Upcaster> otherUpcasters) {
        List<List<EventSchema>> both = new ArrayList<>();
        for (int i = 0; i < added.size() + others.size() - 1; i++) {
            List<EventSchema> ofVersion =
                    new ArrayList<>(i < added.size() ? added.get(i) : List.of());
            ofVersion.addAll(i < others.size() ? others.get(i) : List.of());
            both.add(ofVersion);
        }
        List<Upcaster> allUpcasters = new ArrayList<>(upcasters.values());
        allUpcasters.addAll(otherUpcasters);
        return new EventSchemas(both, namespace, allUpcasters);
    }

    /** The newest schema of each event type, in the order of the declaration. */
    public List<EventSchema> newest() {
        return schemas.stream().filter(this::isNewest).toList();
    }

    String namespace() {
        return namespace;
    }

    List<EventSchema> all() {
        return schemas;
    }

    /** The schema version of the declaration: how many releases added schemas, 1 or more. */
    int schemaVersion() {
        return schemaVersion;
    }

    /**
     * The declared schema of this type and schema version.
     *
     * @throws NewerReleaseException if there is none
     */
    EventSchema schemaOf(String type, int typeVersion) {
        Map<Integer, EventSchema> typeVersions = byType.get(type);
        if (typeVersions == null) {
            throw NewerReleaseException.unknown("event type " + type);
        }
        EventSchema schema = typeVersions.get(typeVersion);
        if (schema == null) {
            throw NewerReleaseException.unknown(
                    "schema version " + typeVersion + " of event type " + type);
        }
        return schema;
    }

    /**
     * The schema version of the declaration that added a schema: a reader of its events needs this
     * version or a newer one.
     *
     * @throws IllegalArgumentException if the schema is not declared with these fields
     */
    int neededFor(EventSchema schema) {
        Integer version = addedIn.get(schema);
        if (version == null) {
            throw new IllegalArgumentException(
                    schema
                            + " with the fields "
                            + schema.fields()
                            + " is not declared: declare it, or use a declared schema");
        }
        return version;
    }

    /**
     * The declared schema with this {@link EventSchema#number}.
     *
     * @throws NewerReleaseException if there is none
     */
    EventSchema schemaOf(int number) {
        EventSchema schema = byNumber.get(number);
        if (schema == null) {
            throw NewerReleaseException.unknown(
                    "the event schema with the Protocol Buffers number " + number);
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
