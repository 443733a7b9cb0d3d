package dev.reprise.projections;

import java.util.regex.Pattern;

/**
 * The keys of rows that streams share: a name, a partition and a position. A name is 1 to 64
 * lower-case letters, digits and dashes. A partition has at least one character and no slash; a
 * position has at least one character. The three take at most {@value #MAX_BYTES} bytes of UTF-8.
 */
final class SharedKeys {

    /** A DynamoDB sort key takes 1,024 bytes, with the slashes between the three. */
    static final int MAX_BYTES = 1_000;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    private SharedKeys() {}

    /**
     * Checks a key.
     *
     * @throws IllegalArgumentException if a part of it is malformed, or it is too long
     */
    static void require(String name, String partition, String position) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of an index or a table of totals must be 1 to 64 lower-case letters,"
                            + " digits or dashes, found \""
                            + name
                            + "\"");
        }
        if (partition.isEmpty() || partition.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "a partition of "
                            + name
                            + " must have at least one character and no slash, found \""
                            + partition
                            + "\"");
        }
        if (position.isEmpty()) {
            throw new IllegalArgumentException(
                    "a position in " + name + "/" + partition + " must not be empty");
        }
        int bytes = Utf8Text.bytes(name) + Utf8Text.bytes(partition) + Utf8Text.bytes(position);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the key "
                            + name
                            + "/"
                            + partition
                            + "/"
                            + position
                            + " must take at most "
                            + MAX_BYTES
                            + " bytes of UTF-8, found "
                            + bytes);
        }
    }

    static int compare(
            String name,
            String partition,
            String position,
            String otherName,
            String otherPartition,
            String otherPosition) {
        int names = name.compareTo(otherName);
        int partitions = names == 0 ? partition.compareTo(otherPartition) : names;
        return partitions == 0 ? position.compareTo(otherPosition) : partitions;
    }
}
