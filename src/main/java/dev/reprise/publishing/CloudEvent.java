package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.StreamName;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.List;

/**
 * An event to be sent.
 *
 * @param id identifies the event: the same each time that the event is sent
 * @param source who sends the event
 * @param type the stored name of the event's type
 * @param time when the event was recorded
 * @param stream the event's stream
 * @param position the event's position in the feed
 * @param json the event in the structured mode of CloudEvents 1.0
 */
public record CloudEvent(
        String id,
        String source,
        String type,
        Instant time,
        StreamName stream,
        long sequenceNumber,
        long position,
        String json) {

    /** The media type of {@link #json}. */
    public static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * The same event without its data, and with the address of the event in the feed in its place.
     * A caller has to have a token of the stream's tenant. If the feed was made anew, its positions
     * are others, and the address gives a later event of the stream or none.
     *
     * @param api the address of this service's API
     * @see <a
     *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/dataref.md">The
     *     extension dataref</a>
     */
    public CloudEvent byReference(String api) {
        ObjectNode reference = parsed().remove(List.of("data", "datacontenttype"));
        String name = URLEncoder.encode(stream.withoutTenant(), UTF_8).replace("+", "%20");
        reference.put(
                "dataref", "%s/feed?after=%d&limit=1&stream=%s".formatted(api, position - 1, name));
        return new CloudEvent(
                id, source, type, time, stream, sequenceNumber, position, reference.toString());
    }

    private ObjectNode parsed() {
        try {
            return JSON.readValue(json, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the JSON of event " + id + " is malformed", e);
        }
    }
}
