package dev.reprise.http;

import org.eclipse.microprofile.openapi.models.media.Schema;
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

    static Schema parameter() {
        return Schemas.bool(
                        "true for a dry run: the command is decided and nothing is recorded. The answer shows the state after the command and, in wouldRecord, the events that it would record; or it is the problem that the command would have",
                        true)
                .defaultValue(false);
    }

    /**
     * The field of an answer, for the OpenAPI document.
     *
     * @param event the name of the schema of events
     */
    public static Schema wouldRecord(String event) {
        return Schemas.listOf(
                "Only in the answer to a dry run: the events that the command would record",
                Schemas.reference(event));
    }
}
