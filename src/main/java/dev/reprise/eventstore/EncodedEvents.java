package dev.reprise.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A commit's events in their stored form, made and read by an {@link EventCodec}. The form is
 * stored with the commit, so that a stream may hold commits of several.
 */
public sealed interface EncodedEvents {

    /** How many events there are, at least one. */
    int count();

    /** The form's name, as it is stored: {@code json}, or another that a codec goes by. */
    String format();

    /** How many bytes they take, before a store compresses them. */
    int size();

    /**
     * The text of {@link Json}.
     *
     * @throws UndecodableEventsException if they are of another format
     */
    default String json() {
        throw new UndecodableEventsException(
                "events are in the format " + format() + ", not " + Json.FORMAT, null);
    }

    private static void requireEvents(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a commit holds at least one event, not " + count);
        }
    }

    /**
     * Events as readable text.
     *
     * @param json a JSON array of their bodies, in order
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

    /** Events as bytes, in a format of their codec's. */
    final class Binary implements EncodedEvents {

        private static final Pattern FORMAT = Pattern.compile("[a-z][a-z0-9-]{0,31}");

        private final int count;
        private final String format;
        private final byte[] bytes;

        /**
         * Events of one commit.
         *
         * @param format 1 to 32 lower-case letters, digits and dashes, not {@code json}
         */
        public Binary(int count, String format, byte[] bytes) {
            requireEvents(count);
            if (!FORMAT.matcher(format).matches() || format.equals(Json.FORMAT)) {
                throw new IllegalArgumentException("\"" + format + "\" names no binary format");
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
