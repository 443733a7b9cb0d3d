package dev.reprise.cli;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where a command prints. Results go to {@code out}; progress and errors go to {@code err}, so that
 * a script can read the results alone.
 *
 * @param terminal whether {@code err} is a terminal, where a line can be overwritten
 * @param hint what to do if the command is ended in the middle; empty if there is nothing to do
 */
record Console(
        PrintStream out,
        PrintStream err,
        boolean terminal,
        Pause pause,
        AtomicReference<String> hint) {

    Console(PrintStream out, PrintStream err, boolean terminal, Pause pause) {
        this(out, err, terminal, pause, new AtomicReference<>(""));
    }

    /** Sets the hint to print if the command is ended from now on. */
    void ifInterrupted(String whatToDo) {
        hint.set(whatToDo);
    }
}
