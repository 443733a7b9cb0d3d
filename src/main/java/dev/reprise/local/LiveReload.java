package dev.reprise.local;

/** Puts changed source files into effect before a request is answered. */
@FunctionalInterface
interface LiveReload {

    /** Waits for a reload that is under way. */
    Outcome check();

    /** What became of the code that asked. */
    sealed interface Outcome {}

    record UpToDate() implements Outcome {}

    /** It is replaced by newer code: its requests are for that to answer. */
    record Replaced() implements Outcome {}

    /** The newer code does not compile or does not start. */
    record Broken(String problem) implements Outcome {}
}
