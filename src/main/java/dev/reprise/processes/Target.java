package dev.reprise.processes;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.eventstore.StreamName;
import java.util.function.BiFunction;

/**
 * The streams that a process sends its commands to.
 *
 * @param category the category of the streams
 * @param aggregate decides the commands. Use the same aggregate as the rest of the service does,
 *     with the personal values of its events
 * @param opening decrypts the personal values of a command just before it is decided, if the
 *     process keeps commands for later. Its first argument is the stream of the instance. It may
 *     read keys. If it throws, the step fails, and is tried again later
 * @param <C> commands
 * @param <R> reasons for a rejection
 */
public record Target<C, R>(
        String category, Aggregate<C, ?, ?, R> aggregate, BiFunction<StreamName, C, C> opening) {

    /** A target of commands without encrypted values. */
    public Target(String category, Aggregate<C, ?, ?, R> aggregate) {
        this(category, aggregate, (_, command) -> command);
    }
}
