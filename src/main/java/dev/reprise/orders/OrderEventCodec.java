package dev.reprise.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.UndecodableEventsException;
import java.util.ArrayList;
import java.util.List;

/** An order's events as a JSON array of {@link OrderEventJson} bodies, without white space. */
final class OrderEventCodec implements EventCodec<OrderEvent> {

    @Override
    public EncodedEvents encode(List<OrderEvent> events) {
        ArrayNode bodies = ExactJson.MAPPER.createArrayNode();
        events.forEach(event -> bodies.add(OrderEventJson.body(event)));
        try {
            return new EncodedEvents.Json(
                    events.size(), ExactJson.MAPPER.writeValueAsString(bodies));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    @Override
    public List<OrderEvent> decode(EncodedEvents encoded) {
        try {
            if (!(ExactJson.MAPPER.readTree(encoded.json()) instanceof ArrayNode bodies)) {
                throw new IllegalArgumentException("events are an array");
            }
            List<OrderEvent> events = new ArrayList<>(encoded.count());
            for (JsonNode body : bodies) {
                if (!(body instanceof ObjectNode object)) {
                    throw new IllegalArgumentException("an event is an object, not " + body);
                }
                events.add(OrderEventJson.takeApart(object));
            }
            return events;
        } catch (JsonProcessingException e) {
            // Jackson's own message names its classes and settings.
            throw new UndecodableEventsException(
                    "events are not well-formed JSON, from character "
                            + e.getLocation().getCharOffset()
                            + " on",
                    e);
        } catch (IllegalArgumentException e) {
            throw new UndecodableEventsException(String.valueOf(e.getMessage()), e);
        }
    }
}
