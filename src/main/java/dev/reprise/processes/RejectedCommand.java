package dev.reprise.processes;

import java.time.Instant;

/**
 * A command of a process that its target rejected.
 *
 * @param instanceId the id of the instance that sent it
 * @param at the timestamp of the event, or the instant of the deadline, to which it was the
 *     reaction
 */
public record RejectedCommand<C, R>(String instanceId, SentCommand<C> sent, R reason, Instant at) {}
