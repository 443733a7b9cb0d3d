package dev.reprise.processes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an instance reacts. A reaction is recorded as a whole, or not at all. It is immutable: each
 * method returns another reaction.
 *
 * @param events own events to record, in order
 * @param deadlines by name: the instant at which a deadline is set, or empty to cancel it
 * @param command the command to send
 */
public record Reaction<E, C>(
        List<E> events,
        Map<String, Optional<Instant>> deadlines,
        Optional<SentCommand<C>> command) {

    public Reaction {
        events = List.copyOf(events);
        deadlines = Collections.unmodifiableMap(new LinkedHashMap<>(deadlines));
    }

    /**
     * No reaction. Nothing is recorded, not even that the process was called. So the process may be
     * called again with the same event.
     */
    public static <E, C> Reaction<E, C> nothing() {
        return new Reaction<>(List.of(), Map.of(), Optional.empty());
    }

    /** Also records an own event, after the own events that the reaction already has. */
    public Reaction<E, C> record(E event) {
        List<E> more = new ArrayList<>(events);
        more.add(event);
        return new Reaction<>(more, deadlines, command);
    }

    /**
     * Also sets a deadline. It replaces a pending deadline with this name. A deadline in the past
     * is reached at once.
     *
     * @param name see {@link Deadline#name}
     * @param at see {@link Deadline#at}
     */
    public Reaction<E, C> setDeadline(String name, Instant at) {
        return withDeadline(name, Optional.of(Deadline.checked(at)));
    }

    /** Also cancels the deadline with this name, if one is pending. */
    public Reaction<E, C> cancelDeadline(String name) {
        return withDeadline(name, Optional.empty());
    }

    private Reaction<E, C> withDeadline(String name, Optional<Instant> at) {
        Deadline.requireName(name);
        Map<String, Optional<Instant>> more = new LinkedHashMap<>(deadlines);
        more.put(name, at);
        return new Reaction<>(events, more, command);
    }

    /**
     * Also sends a command.
     *
     * @param targetId see {@link SentCommand#targetId}
     * @throws IllegalStateException if there is a command already: a step changes one other stream
     */
    public Reaction<E, C> send(String targetId, C content) {
        return send(new SentCommand<>(targetId, content));
    }

    /**
     * Also sends a command, on condition that the instance has reacted to the last event of the
     * stream that the command changes. If the stream has a later event, nothing of the reaction is
     * recorded, and the deadline stays pending. It is given to the instance again, unless the
     * reaction to the later event moves or cancels it.
     *
     * <p>Use it only in the reaction to a deadline, and in the reaction to the rejection of a
     * deadline's command. In the reaction to an event, the step fails. The process must follow the
     * category of the target, and react to each event of the stream.
     *
     * @param targetId see {@link SentCommand#targetId}
     * @throws IllegalStateException as {@link #send}
     */
    public Reaction<E, C> sendIfUnchanged(String targetId, C content) {
        return send(new SentCommand<>(targetId, content, true));
    }

    /**
     * Also sends a command that somebody asked for earlier, such as a command for a later time. The
     * actor of the step is this person, and not the process.
     *
     * <p>Use it only in the reaction to a deadline, and in the reaction to the rejection of a
     * deadline's command. In the reaction to an event, the step fails.
     *
     * @param actor who asked for it; empty if nobody is known, then the actor is the process
     * @param targetId see {@link SentCommand#targetId}
     * @throws IllegalStateException as {@link #send}
     */
    public Reaction<E, C> sendOnBehalfOf(Optional<String> actor, String targetId, C content) {
        return send(new SentCommand<>(targetId, content, false, actor));
    }

    private Reaction<E, C> send(SentCommand<C> sent) {
        if (command.isPresent()) {
            throw new IllegalStateException(
                    "a reaction can send one command, and this one sends one to "
                            + command.get().targetId()
                            + " already. Set a deadline, and send the other command when it is"
                            + " reached");
        }
        return new Reaction<>(events, deadlines, Optional.of(sent));
    }

    boolean isNothing() {
        return events.isEmpty() && deadlines.isEmpty() && command.isEmpty();
    }

    /**
     * Whether the reaction changes deadlines only, or nothing. Then the instance's own state does
     * not change.
     */
    boolean keepsState() {
        return events.isEmpty() && command.isEmpty();
    }

    /** This reaction, which must keep the state, followed by another one. */
    Reaction<E, C> then(Reaction<E, C> next) {
        Map<String, Optional<Instant>> both = new LinkedHashMap<>(deadlines);
        both.putAll(next.deadlines);
        return new Reaction<>(next.events, both, next.command);
    }
}
