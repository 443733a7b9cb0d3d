package dev.reprise.serialization;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * All the forms in which an aggregate's events are and were stored, and how the older ones become
 * the current ones: one declaration for every {@link EventFormat}. The order of the forms means
 * nothing.
 */
public final class EventSchemas {

    private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)*");

    private final String namespace;
    private final List<EventSchema> forms;
    private final Map<String, Map<Integer, EventSchema>> byType = new HashMap<>();
    private final Map<Integer, EventSchema> byNumber = new HashMap<>();
    private final Map<EventSchema, Upcaster> upcasters = new HashMap<>();
    private final Map<EventFormat, BodyFormat> formats = new ConcurrentHashMap<>();

    /**
     * A declaration.
     *
     * @param namespace what names in schemas begin with, such as {@code shop.orders}; stored for
     *     ever
     * @param forms every one that was ever written, and the current ones
     * @param upcasters one from each that is no longer current
     * @throws IllegalArgumentException if two forms cannot be told apart, a form is older than
     *     another of its type and has no upcaster, has two of them, or an upcaster is from or to a
     *     form that is not declared
     */
    public EventSchemas(String namespace, List<EventSchema> forms, List<Upcaster> upcasters) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException("\"" + namespace + "\" cannot be a namespace");
        }
        this.namespace = namespace;
        this.forms = List.copyOf(forms);
        forms.forEach(this::add);
        upcasters.forEach(this::add);
        forms.forEach(this::requireCurrentOrUpcaster);
    }

    private void add(EventSchema form) {
        Map<Integer, EventSchema> schemaVersions =
                byType.computeIfAbsent(form.type(), _ -> new HashMap<>());
        if (schemaVersions.putIfAbsent(form.schemaVersion(), form) != null) {
            throw new IllegalArgumentException(form + " is declared twice");
        }
        EventSchema alike = byNumber.putIfAbsent(form.number(), form);
        if (alike != null) {
            throw new IllegalArgumentException(
                    form + " and " + alike + " come by the same number: name one otherwise");
        }
    }

    private void add(Upcaster upcaster) {
        for (EventSchema form : List.of(upcaster.from(), upcaster.to())) {
            if (!forms.contains(form)) {
                throw new IllegalArgumentException(
                        "an upcaster is of "
                                + form
                                + " with the fields "
                                + form.fields()
                                + ", which is not declared");
            }
        }
        if (upcasters.putIfAbsent(upcaster.from(), upcaster) != null) {
            throw new IllegalArgumentException("two upcasters are from " + upcaster.from());
        }
    }

    private void requireCurrentOrUpcaster(EventSchema form) {
        boolean newest =
                forms.stream()
                        .noneMatch(other ->
                                other.type().equals(form.type())
                                        && other.schemaVersion() > form.schemaVersion());
        if (!newest && !upcasters.containsKey(form)) {
            throw new IllegalArgumentException(form + " has a later form, and no upcaster");
        }
    }

    String namespace() {
        return namespace;
    }

    List<EventSchema> all() {
        return forms;
    }

    /**
     * The form of a stored event.
     *
     * @throws IllegalArgumentException if it is not declared
     */
    EventSchema form(String type, int schemaVersion) {
        Map<Integer, EventSchema> schemaVersions = byType.get(type);
        if (schemaVersions == null) {
            throw new IllegalArgumentException("event type " + type + " is not known");
        }
        EventSchema form = schemaVersions.get(schemaVersion);
        if (form == null) {
            throw new IllegalArgumentException(
                    "schema version " + schemaVersion + " of event type " + type + " is not known");
        }
        return form;
    }

    /**
     * @throws IllegalArgumentException if a form is not declared, or otherwise
     */
    void requireDeclared(EventSchema form) {
        if (!form.equals(form(form.type(), form.schemaVersion()))) {
            throw new IllegalArgumentException(form + " is declared with other fields");
        }
    }

    /**
     * The form of this {@link EventSchema#number}.
     *
     * @throws IllegalArgumentException if it is not declared
     */
    EventSchema form(int number) {
        EventSchema form = byNumber.get(number);
        if (form == null) {
            throw new IllegalArgumentException("no form of an event has the number " + number);
        }
        return form;
    }

    /** The body in its current form. */
    EventBody upcast(EventBody stored) {
        EventBody body = stored;
        for (Upcaster next = upcasters.get(body.form());
                next != null;
                next = upcasters.get(body.form())) {
            body = next.upcast(body);
        }
        return body;
    }

    /** Made when a format is first met: one that is not used costs nothing. */
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
