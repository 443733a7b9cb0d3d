package dev.reprise.eventstore;

import java.nio.charset.StandardCharsets;

/**
 * A list of fields that is being written. Each field is preceded by its length in bytes (four
 * bytes, big-endian), so different lists are different bytes.
 */
public interface FramedFields {

    FramedFields add(byte[] field);

    /** Adds the text's UTF-8 bytes as one field. */
    default FramedFields add(String field) {
        return add(field.getBytes(StandardCharsets.UTF_8));
    }
}
