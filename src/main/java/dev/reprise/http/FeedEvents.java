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

/** Shows the events of the feed. Each has its position, its stream, and the fields of its view. */
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

    /**
     * The events of a commit, as a caller sees them.
     *
     * @param mayChange whether they may look different later: a value may be erased, or a newer
     *     release may show more
     */
    record ShownCommit(List<Shown> events, boolean mayChange) {

        ShownCommit {
            events = List.copyOf(events);
        }
    }

    /** The events of an entry. */
    ShownCommit of(FeedEntry entry, Caller caller) {
        Optional<FeedView<?>> view =
                views.stream()
                        .filter(any -> any.category().equals(entry.stream().category()))
                        .findFirst();
        Optional<List<ObjectNode>> viewed = view.flatMap(its -> viewed(entry, its, caller));
        return new ShownCommit(
                shown(entry, viewed.orElseGet(() -> stored(entry, caller)), caller),
                viewed.isEmpty() || view.map(FeedView::erasable).orElse(true));
    }

    private static List<Shown> shown(FeedEntry entry, List<ObjectNode> events, Caller caller) {
        List<Shown> shown = new ArrayList<>();
        for (ObjectNode event : events) {
            long position = entry.position() + shown.size();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put(POSITION, position);
            json.put(STREAM, caller.shown(entry.stream().toString()));
            // An event that is shown as it is stored may have fields with these names, too.
            event.remove(List.of(POSITION, STREAM));
            json.setAll(event);
            shown.add(new Shown(position, json));
        }
        return shown;
    }

    /** Empty if the entry has no events, or this release cannot decode them. */
    private static <E> Optional<List<ObjectNode>> viewed(
            FeedEntry entry, FeedView<E> view, Caller caller) {
        if (entry.events().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    view.events()
                            .of(
                                    entry.recorded(
                                            events -> view.codec().decode(events.orElseThrow())),
                                    caller));
        } catch (UndecodableEventsException | NewerReleaseException e) {
            return Optional.empty();
        }
    }

    /** The events as they are stored. */
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
