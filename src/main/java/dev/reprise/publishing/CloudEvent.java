package dev.reprise.publishing;

/**
 * An event to be sent.
 *
 * @param id identifies the event: the same each time that the event is sent
 * @param type the stored name of the event's type
 * @param json the event in the structured mode of CloudEvents 1.0
 */
public record CloudEvent(String id, long sequenceNumber, String type, String json) {

    /** The media type of {@link #json}. */
    public static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";
}
