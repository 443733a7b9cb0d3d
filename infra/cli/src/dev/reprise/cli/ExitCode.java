package dev.reprise.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes of commands, with their meanings. */
enum ExitCode {
    DONE(0, "done"),
    WRONG(1, "something is wrong: damage, a difference, or a request that the API refused"),
    USAGE(2, "wrong arguments, or a file that cannot be read or written"),
    UNREACHABLE(3, "the API does not answer, or kept refusing: run the command again later"),
    FORBIDDEN(4, "the API does not let you do this: a token is missing, or lacks a scope"),
    NOT_FOUND(5, "there is no such order, stream or read model"),
    /** The code that shells use for a program that Ctrl-C ended. */
    INTERRUPTED(130, "ended by Ctrl-C");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    /** All codes with their meanings, in order. */
    static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        for (ExitCode code : values()) {
            table.put(Integer.toString(code.number), code.meaning);
        }
        return table;
    }
}
