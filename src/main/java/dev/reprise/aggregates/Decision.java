package dev.reprise.aggregates;

import java.util.List;

/** What a command comes to. */
public sealed interface Decision<E, R> {

    /**
     * The command stands.
     *
     * @param events what is to be recorded, in order; none when everything the command asks for is
     *     so already
     */
    record Accepted<E, R>(List<E> events) implements Decision<E, R> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The state forbids the command. Nothing is recorded. */
    record Rejected<E, R>(R reason) implements Decision<E, R> {}

    /** The command stands, and one event records it. */
    static <E, R> Decision<E, R> accepted(E event) {
        return new Accepted<>(List.of(event));
    }

    /** Everything the command asks for is so already. */
    static <E, R> Decision<E, R> nothingToDo() {
        return new Accepted<>(List.of());
    }

    static <E, R> Decision<E, R> rejected(R reason) {
        return new Rejected<>(reason);
    }
}
