package dev.reprise.orders;

import java.time.Instant;

/** Why a command cannot be scheduled, or not be cancelled. */
public sealed interface SchedulingRejection {

    /** The instant is not in the future. */
    record NotInFuture(Instant now) implements SchedulingRejection {}

    /**
     * The command would run too late.
     *
     * @param latest the latest instant that is allowed
     */
    record TooFarAhead(Instant latest) implements SchedulingRejection {}

    /** The order has {@value OrderSchedule#MAX_PENDING} waiting commands. */
    record TooManyPending() implements SchedulingRejection {}

    /** The contents of the waiting commands would be too large together. */
    record ContentsTooLarge() implements SchedulingRejection {}

    /**
     * The content of the command alone is too large.
     *
     * @param characters how many characters it would take
     */
    record ContentTooLarge(int characters) implements SchedulingRejection {}

    /** The id is that of another scheduled command of the order. */
    record IdReused() implements SchedulingRejection {}

    /** The customer was forgotten, so the address or the reason cannot be kept. */
    record CustomerForgotten() implements SchedulingRejection {}

    /** There is no such command, or it ended long ago. */
    record NotFound() implements SchedulingRejection {}

    /** The command ran, or was refused. */
    record AlreadyEnded(OrderSchedule.Ended ended) implements SchedulingRejection {}
}
