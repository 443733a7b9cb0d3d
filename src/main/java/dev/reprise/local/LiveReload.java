package dev.reprise.local;

/** Puts changed source files into effect before a request is answered. */
@FunctionalInterface
interface LiveReload {

    /** Waits for a reload that is under way. */
    Outcome check();

    /** Whether the code that asked still runs. */
    sealed interface Outcome {}

    record UpToDate() implements Outcome {}

    /** Newer code has replaced it, and has to answer its requests. */
    record Replaced() implements Outcome {}

    /** The newer code does not compile or does not start. */
    record Broken(String problem) implements Outcome {}
}
