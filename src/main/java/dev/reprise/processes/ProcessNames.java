package dev.reprise.processes;

import java.util.regex.Pattern;

/** The names that are made from the name of a process. */
final class ProcessNames {

    /**
     * The maximum length of a process's name: the name of its read model has 10 more characters,
     * and at most 64.
     */
    static final int MAX_LENGTH = 54;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1," + MAX_LENGTH + "}");
    private static final String ACTOR = "process:";
    private static final String DEADLINES = "-deadlines";

    private ProcessNames() {}

    /** Checks the name of a process, and returns it. */
    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a process must be 1 to "
                            + MAX_LENGTH
                            + " ASCII letters, digits or underscores, not \""
                            + name
                            + "\"");
        }
        return name;
    }

    /** The name of the read model of its deadlines, such as {@code abandoned-orders-deadlines}. */
    static String deadlines(String name) {
        return checked(name).replace('_', '-') + DEADLINES;
    }

    /** The actor of the process's commits. */
    static String actor(String name) {
        return ACTOR + name;
    }
}
