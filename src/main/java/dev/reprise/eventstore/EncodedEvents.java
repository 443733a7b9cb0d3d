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

    /** The size in bytes, before a store compresses the events. JSON is encoded to be counted. */
    int size();

    /** The bytes, which the caller may change: JSON in UTF-8. */
    byte[] bytes();

    /** The length, which is known: JSON in characters, another format in bytes. */
    int length();

    /** The lowest {@link EventCodec#schemaVersion} of a codec that can decode the events. */
    int schemaVersion();

    /** The same events, which need a codec of this schema version or a newer one. */
    EncodedEvents needing(int schemaVersion);

    /**
     * The JSON text.
     *
     * @throws UndecodableEventsException if the events are in another format
     */
    default String json() {
        throw new UndecodableEventsException(
                "the events must be in the format " + Json.FORMAT + ", not " + format(), null);
    }

    private static void require(int count, int schemaVersion) {
        if (count < 1) {
            throw new IllegalArgumentException("a commit must hold 1 event or more, not " + count);
        }
        if (schemaVersion < 1) {
            throw new IllegalArgumentException(
                    "the schema version of events must be 1 or more, not " + schemaVersion);
        }
    }

    /**
     * Events as readable text.
     *
     * @param json a JSON array of the event bodies, in order
     */
    record Json(int count, String json, int schemaVersion) implements EncodedEvents {

        /** The name of this format. */
        public static final String FORMAT = "json";

        public Json {
            require(count, schemaVersion);
        }

        /** Events of schema version 1. */
        public Json(int count, String json) {
            this(count, json, 1);
        }

        @Override
        public String format() {
            return FORMAT;
        }

        @Override
        public byte[] bytes() {
            return json.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int size() {
            return bytes().length;
        }

        @Override
        public int length() {
            return json.length();
        }

        @Override
        public Json needing(int schemaVersion) {
            return new Json(count, json, schemaVersion);
        }
    }

    /** Events as bytes, in a format that their codec defines. */
    final class Binary implements EncodedEvents {

        private static final Pattern FORMAT = Pattern.compile("[a-z][a-z0-9-]{0,31}");

        private final int count;
        private final String format;
        private final byte[] bytes;
        private final int schemaVersion;

        /**
         * Events of one commit, of schema version 1.
         *
         * @param format 1 to 32 lower-case letters, digits and dashes, beginning with a letter; not
         *     {@code json}
         */
        public Binary(int count, String format, byte[] bytes) {
            this(count, format, bytes.clone(), 1);
        }

        private Binary(int count, String format, byte[] bytes, int schemaVersion) {
            require(count, schemaVersion);
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
            this.bytes = bytes;
            this.schemaVersion = schemaVersion;
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

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public int schemaVersion() {
            return schemaVersion;
        }

        @Override
        public Binary needing(int needed) {
            return new Binary(count, format, bytes, needed);
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that
                    && count == that.count
                    && schemaVersion == that.schemaVersion
                    && format.equals(that.format)
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * format.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return count
                    + " events of schema version "
                    + schemaVersion
                    + " in "
                    + bytes.length
                    + " bytes of "
                    + format;
        }
    }
}
