package dev.reprise.serialization;

import dev.reprise.eventstore.EncodedEvents;
import java.util.HexFormat;

/** Stored events from text: JSON as it is, the binary formats in hexadecimal. */
public final class Encoded {

    private Encoded() {}

    public static EncodedEvents of(int count, EventFormat format, String written) {
        return format == EventFormat.JSON
                ? new EncodedEvents.Json(count, written)
                : new EncodedEvents.Binary(
                        count, format.storedName(), HexFormat.of().parseHex(written));
    }
}
