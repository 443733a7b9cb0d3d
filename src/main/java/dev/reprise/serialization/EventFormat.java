package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import java.util.List;
import java.util.Optional;

/** The formats that events are stored in. A deployment writes one of them and reads them all. */
public enum EventFormat {
    /** Text that people read. */
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

    /** What a commit is marked with. */
    public String storedName() {
        return storedName;
    }

    /** The format that a commit is marked with; empty if it is none of these. */
    static Optional<EventFormat> stored(String name) {
        for (EventFormat format : ALL) {
            if (format.storedName.equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
