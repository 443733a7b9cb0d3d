package dev.reprise.aggregates;

import java.util.function.Predicate;

/**
 * Which streams of an aggregate a call may see, by their state. For the call, another stream does
 * not exist.
 *
 * @param <S> states
 */
public sealed interface Visibility<S> {

    /** Every stream. */
    record All<S>() implements Visibility<S> {}

    /**
     * The streams whose state meets a condition.
     *
     * @param condition true of the initial state: a stream without events has nothing to hide
     */
    record Where<S>(Predicate<S> condition) implements Visibility<S> {}

    /** Whether the call may see a stream in this state. */
    default boolean shows(S state) {
        return switch (this) {
            case All<S> _ -> true;
            case Where<S>(Predicate<S> condition) -> condition.test(state);
        };
    }
}
