package dev.reprise.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.UndecodableEventsException;
import dev.reprise.feed.FeedEntry;
import dev.reprise.serialization.BodyJson;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows the events of the feed, each with its position, its stream, and the fields of its view. */
@Singleton
class FeedEvents {

    static final String POSITION = "position";
    static final String STREAM = "stream";

    private static final JsonMapper JSON = new JsonMapper();

    private final List<FeedView<?>> views;

    @Inject
    FeedEvents(@All List<FeedView<?>> views) {
        this.views = List.copyOf(views);
    }

    /** An event of the feed. */
    record Shown(long position, ObjectNode json) {

        /** The stored name of the event's type; empty if it is not known. */
        String type() {
            return json.path(BodyJson.EVENT_TYPE).asText();
        }
    }

    /** Whether a value that the entry shows may be erased later. */
    boolean erasable(FeedEntry entry) {
        return entry.events().isEmpty() || view(entry).map(FeedView::erasable).orElse(true);
    }

    /** The events of an entry. */
    List<Shown> of(FeedEntry entry, Caller caller) {
        List<ObjectNode> events =
                view(entry)
                        .map(view -> viewed(entry, view, caller))
                        .orElseGet(() -> stored(entry, caller));
        List<Shown> shown = new ArrayList<>();
        for (ObjectNode event : events) {
            long position = entry.position() + shown.size();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put(POSITION, position);
            json.put(STREAM, caller.shown(entry.stream().toString()));
            // An event that is shown as it is stored may have such fields, too.
            event.remove(List.of(POSITION, STREAM));
            json.setAll(event);
            shown.add(new Shown(position, json));
        }
        return shown;
    }

    private Optional<FeedView<?>> view(FeedEntry entry) {
        return views.stream()
                .filter(view -> view.category().equals(entry.stream().category()))
                .findFirst();
    }

    /** Shows an entry with its view, or as it is stored if this release cannot decode it. */
    private static <E> List<ObjectNode> viewed(FeedEntry entry, FeedView<E> view, Caller caller) {
        if (entry.events().isEmpty()) {
            return stored(entry, caller);
        }
        try {
            return view.events()
                    .of(
                            entry.recorded(events -> view.codec().decode(events.orElseThrow())),
                            caller);
        } catch (UndecodableEventsException | NewerReleaseException e) {
            return stored(entry, caller);
        }
    }

    private static List<ObjectNode> stored(FeedEntry entry, Caller caller) {
        return entry.recorded(events -> fields(events, entry.count())).stream()
                .map(event -> EventsView.json(event, json -> json.setAll(event.event()), caller))
                .toList();
    }

    /** The fields of each event; none if they are not stored as a JSON array of objects. */
    private static List<ObjectNode> fields(Optional<EncodedEvents> events, int count) {
        List<ObjectNode> fields = new ArrayList<>();
        if (events.orElse(null) instanceof EncodedEvents.Json(_, String text, _)) {
            try {
                for (JsonNode event : JSON.readTree(text)) {
                    fields.add(
                            event instanceof ObjectNode object
                                    ? object
                                    : JsonNodeFactory.instance.objectNode());
                }
            } catch (JsonProcessingException e) {
                fields.clear();
            }
        }
        while (fields.size() < count) {
            fields.add(JsonNodeFactory.instance.objectNode());
        }
        return fields.subList(0, count);
    }
}
