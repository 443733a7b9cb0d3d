package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import java.util.List;
import java.util.Optional;

/** The formats in which events are stored. A deployment writes one of them and reads all. */
public enum EventFormat {
    /** Readable text: see {@link JsonBodies}. */
    JSON(EncodedEvents.Json.FORMAT),
    /** Avro: see {@link AvroBodies}. */
    AVRO("avro"),
    /** Protocol Buffers: see {@link ProtobufBodies}. */
    PROTOBUF("protobuf");

    private static final List<EventFormat> ALL = List.of(values());

    private final String storedName;

    EventFormat(String storedName) {
        this.storedName = storedName;
    }

    /** The format's name in a stored commit. */
    public String storedName() {
        return storedName;
    }

    /** The format of this stored name; empty if there is none. */
    static Optional<EventFormat> stored(String name) {
        for (EventFormat format : ALL) {
            if (format.storedName.equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
