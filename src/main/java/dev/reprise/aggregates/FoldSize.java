package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamName;

/**
 * Estimates how many bytes a {@link Fold} takes in memory, by the number of its objects and the
 * lengths of its texts. The sizes of the objects are those of a 64-bit JVM with compressed
 * references, and a text takes one byte for each character. An object that several folds share
 * counts fully for each.
 */
final class FoldSize {

    /**
     * About how many bytes of memory a state takes for each byte of its encoded snapshot and
     * events, if its codec does not say.
     */
    static final long PER_ENCODED_BYTE = 4;

    /** The fold, its boundary, the places of its commands and its entry in the cache. */
    private static final int FOLD = 720;

    /** A command, its id without the characters, its digest and its numbers. */
    private static final int COMMAND = 144;

    /** A fingerprint and a sequence number. */
    private static final int FINGERPRINT = Integer.BYTES + Long.BYTES;

    private FoldSize() {}

    static long withoutState(StreamName stream, RecordedCommands commands) {
        return (long) FOLD
                + stream.tenant().name().length()
                + stream.id().length()
                + (long) COMMAND * commands.lastSize()
                + commands.lastIdCharacters()
                + (long) FINGERPRINT * commands.fingerprintsSize();
    }
}
