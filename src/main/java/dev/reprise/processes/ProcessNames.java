package dev.reprise.processes;

import java.util.regex.Pattern;

/** The names that follow from the name of a process. */
final class ProcessNames {

    /** How long the name of a process may be: that of its read model takes 10 more of 64. */
    static final int MAX_LENGTH = 54;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1," + MAX_LENGTH + "}");
    private static final String ACTOR = "process:";
    private static final String DEADLINES = "-deadlines";

    private ProcessNames() {}

    /** The name, if it is one. */
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

    /** The actor of its commits. */
    static String actor(String name) {
        return ACTOR + name;
    }

    /** Whether an actor is a process. */
    static boolean isActor(String actor) {
        return actor.startsWith(ACTOR);
    }
}
