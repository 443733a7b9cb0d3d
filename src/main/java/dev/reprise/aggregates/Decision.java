package dev.reprise.aggregates;

import java.util.List;
import java.util.function.Function;

/** The result of deciding a command. */
public sealed interface Decision<E, R> {

    /**
     * The command is accepted.
     *
     * @param events the events to record, in order; empty if the state already is what the command
     *     asks for
     */
    record Accepted<E, R>(List<E> events) implements Decision<E, R> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The state forbids the command. Nothing is recorded. */
    record Rejected<E, R>(R reason) implements Decision<E, R> {}

    /** The command is accepted and recorded as one event. */
    static <E, R> Decision<E, R> accepted(E event) {
        return new Accepted<>(List.of(event));
    }

    /** The command is accepted, and the state already is what it asks for. */
    static <E, R> Decision<E, R> nothingToDo() {
        return new Accepted<>(List.of());
    }

    static <E, R> Decision<E, R> rejected(R reason) {
        return new Rejected<>(reason);
    }

    /** The same decision; if it is a rejection, with another reason. */
    default <T> Decision<E, T> mapRejection(Function<? super R, ? extends T> reason) {
        return switch (this) {
            case Accepted<E, R>(List<E> events) -> new Accepted<>(events);
            case Rejected<E, R>(R why) -> new Rejected<>(reason.apply(why));
        };
    }
}
