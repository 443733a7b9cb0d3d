package dev.reprise.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A commit's events as they are stored, encoded and decoded by an {@link EventCodec}. The format's
 * name is stored with each commit, so one stream may hold commits of different formats.
 */
public sealed interface EncodedEvents {

    /** The number of events, 1 or more. */
    int count();

    /** The stored name of the format: {@code json}, or the name that a codec gives its own. */
    String format();

    /** The size in bytes, before a store compresses the events. */
    int size();

    /**
     * The JSON text.
     *
     * @throws UndecodableEventsException if the events are in another format
     */
    default String json() {
        throw new UndecodableEventsException(
                "the events must be in the format " + Json.FORMAT + ", not " + format(), null);
    }

    private static void requireEvents(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a commit must hold 1 event or more, not " + count);
        }
    }

    /**
     * Events as readable text.
     *
     * @param json a JSON array of the event bodies, in order
     */
    record Json(int count, String json) implements EncodedEvents {

        /** The name of this format. */
        public static final String FORMAT = "json";

        public Json {
            requireEvents(count);
        }

        @Override
        public String format() {
            return FORMAT;
        }

        @Override
        public int size() {
            return json.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /** Events as bytes, in a format that their codec defines. */
    final class Binary implements EncodedEvents {

        private static final Pattern FORMAT = Pattern.compile("[a-z][a-z0-9-]{0,31}");

        private final int count;
        private final String format;
        private final byte[] bytes;

        /**
         * Events of one commit.
         *
         * @param format 1 to 32 lower-case letters, digits and dashes, beginning with a letter; not
         *     {@code json}
         */
        public Binary(int count, String format, byte[] bytes) {
            requireEvents(count);
            if (!FORMAT.matcher(format).matches() || format.equals(Json.FORMAT)) {
                throw new IllegalArgumentException(
                        "the name of a binary format is 1 to 32 lower-case letters, digits and"
                                + " dashes, begins with a letter and is not "
                                + Json.FORMAT
                                + "; \""
                                + format
                                + "\" is not");
            }
            this.count = count;
            this.format = format;
            this.bytes = bytes.clone();
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public String format() {
            return format;
        }

        @Override
        public int size() {
            return bytes.length;
        }

        /** A copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that
                    && count == that.count
                    && format.equals(that.format)
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * format.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return count + " events in " + bytes.length + " bytes of " + format;
        }
    }
}
