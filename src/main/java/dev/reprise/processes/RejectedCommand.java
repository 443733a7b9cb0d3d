package dev.reprise.processes;

import java.time.Instant;

/**
 * A command of a process, and why its target rejected it.
 *
 * @param instanceId the id of the instance that sent it
 * @param at the timestamp of the event, or the instant of the deadline, that the command reacted to
 */
public record RejectedCommand<C, R>(String instanceId, SentCommand<C> sent, R reason, Instant at) {}
