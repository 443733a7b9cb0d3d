package dev.reprise.dynamodb;

import dev.reprise.personal.SubjectKeys;

/**
 * The names in the keys table: one item for each subject, and one for the root key. {@code
 * template.yaml} declares the table.
 */
final class KeysTable {

    /** The hash key: a subject, with the prefix of its tenant, or {@link #ROOT}. */
    static final String SUBJECT = "subject";

    /**
     * The subject of the root key. No id has this character, and a tenant's prefix has it twice.
     */
    static final String ROOT = "~root";

    /** B: the encrypted key. Absent once it is destroyed. */
    static final String KEY = "key";

    /** N: when the key was made, in milliseconds since the epoch. */
    static final String MADE = "made";

    /** N: when the key was destroyed, in milliseconds since the epoch. */
    static final String DESTROYED = "destroyed";

    /** N: when a destroyed key was listed for refolding, in milliseconds since the epoch. */
    static final String LISTED = "listed";

    /** S: the next turn, by the name of a {@link SubjectKeys.Turn}; absent after the last one. */
    static final String TURN = "turn";

    /** The index of the subjects with a {@link #TURN}, by {@link #LISTED}. */
    static final String UNFINISHED_INDEX = "unfinished";

    private KeysTable() {}
}
