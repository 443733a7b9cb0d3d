package dev.reprise.http;

import org.jspecify.annotations.Nullable;

/** The query parameter of commands that asks for a dry run, and the field of its answer. */
public final class DryRun {

    /** The name of the parameter: the command is decided, and nothing is recorded. */
    public static final String PARAMETER = "dryRun";

    /** The name of the answer's field for these events. */
    public static final String WOULD_RECORD = "wouldRecord";

    private DryRun() {}

    /** Whether a request asks for a dry run. */
    public static boolean isAsked(@Nullable String parameter) {
        return parameter != null && Input.parameter(PARAMETER, parameter, DryRun::flag);
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }
}
