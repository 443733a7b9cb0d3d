package dev.reprise.publishing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.feed.FeedEntry;
import dev.reprise.serialization.BodyJson;
import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.StoredBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of the feed as CloudEvents. Personal values are left out.
 *
 * <p>Written by hand: it is a dozen fields. The SDK of CloudEvents would bring two libraries, and
 * its own types for each of them.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents
 *     1.0</a>, and its JSON format beside it
 */
public final class CloudEvents {

    private final String source;
    private final Map<String, StoredBodies> bodies = new TreeMap<>();

    /**
     * Writes the events of some categories.
     *
     * @param source who sends the events: a URI, or a reference to one
     * @param bodies the stored bodies of each category that can be written
     */
    public CloudEvents(String source, List<StoredBodies> bodies) {
        this.source = source;
        bodies.forEach(category -> this.bodies.put(category.category(), category));
    }

    /** The categories whose events can be written. */
    public Set<String> categories() {
        return Set.copyOf(bodies.keySet());
    }

    /**
     * The types of events of some categories.
     *
     * @param wanted the categories; empty for all
     */
    public Set<String> types(Set<String> wanted) {
        Set<String> types = new TreeSet<>();
        bodies.forEach((category, events) -> {
            if (wanted.isEmpty() || wanted.contains(category)) {
                types.addAll(events.types());
            }
        });
        return types;
    }

    /**
     * The events of a commit, in order.
     *
     * @throws IllegalStateException if the category cannot be written, or the event store cannot
     *     read the commit
     */
    List<CloudEvent> of(FeedEntry entry) {
        StoredBodies events = bodies.get(entry.stream().category());
        if (events == null) {
            throw new IllegalStateException(
                    "events of the category "
                            + entry.stream().category()
                            + " cannot be written: make its StoredBodies a bean");
        }
        List<RecordedEvent<EventBody>> recorded =
                entry.recorded(encoded ->
                        events.current(
                                encoded.orElseThrow(() ->
                                        new IllegalStateException(
                                                "the event store cannot read this commit"))));
        List<CloudEvent> written = new ArrayList<>();
        for (RecordedEvent<EventBody> event : recorded) {
            written.add(cloudEvent(event, entry.position() + written.size()));
        }
        return written;
    }

    private CloudEvent cloudEvent(RecordedEvent<EventBody> event, long position) {
        String id = event.stream() + "@" + event.sequenceNumber();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("specversion", "1.0");
        json.put("id", id);
        json.put("source", source);
        json.put("type", event.event().type());
        json.put("subject", event.stream().id());
        json.put("time", TimestampFormat.format(event.timestamp()));
        json.put("datacontenttype", "application/json");
        // Strings, because an integer of CloudEvents has only 32 bits.
        json.put("sequencenumber", Long.toString(event.sequenceNumber()));
        json.put("position", Long.toString(position));
        Metadata known = event.metadata();
        putIfKnown(json, "correlationid", known.correlationId());
        putIfKnown(json, "causationid", known.causationId());
        BodyJson.putFieldsWithoutPersonal(event.event(), json.putObject("data"));
        return new CloudEvent(
                id,
                source,
                event.event().type(),
                event.timestamp(),
                event.stream(),
                event.sequenceNumber(),
                position,
                json.toString());
    }

    private static void putIfKnown(ObjectNode json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.put(name, value);
        }
    }
}
