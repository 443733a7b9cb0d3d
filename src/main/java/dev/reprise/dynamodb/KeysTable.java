package dev.reprise.dynamodb;

/**
 * The names in the keys table: one item for each subject, and one for the root key. {@code
 * template.yaml} declares the table.
 */
final class KeysTable {

    /** The hash key: the id of a subject, or {@link #ROOT}. */
    static final String SUBJECT = "subject";

    /** The subject of the root key. No id has this character. */
    static final String ROOT = "~root";

    /** B: the encrypted key. Absent once it is destroyed. */
    static final String KEY = "key";

    /** N: when the key was made, in milliseconds since the epoch. */
    static final String MADE = "made";

    /** N: when the key was destroyed, in milliseconds since the epoch. */
    static final String DESTROYED = "destroyed";

    /** S: {@link #IS_UNFINISHED} while read models may show values of the subject, else absent. */
    static final String UNFINISHED = "unfinished";

    /** The only value of {@link #UNFINISHED}. */
    static final String IS_UNFINISHED = "1";

    /** The index of the subjects with {@link #UNFINISHED}, by {@link #DESTROYED}. */
    static final String UNFINISHED_INDEX = "unfinished";

    private KeysTable() {}
}
