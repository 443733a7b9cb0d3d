package dev.reprise.orders;

import java.time.Instant;

/** Why a command cannot be scheduled, or not be cancelled. */
public sealed interface ScheduleRejection {

    /** The command would run at once. */
    record NotInFuture(Instant now) implements ScheduleRejection {}

    /**
     * The command would run too late.
     *
     * @param latest the latest instant that is allowed
     */
    record TooFarAhead(Instant latest) implements ScheduleRejection {}

    /** The order has {@value OrderSchedule#MAX_PENDING} waiting commands. */
    record TooManyPending() implements ScheduleRejection {}

    /** The contents of the waiting commands would be too large together. */
    record ContentsTooLarge() implements ScheduleRejection {}

    /**
     * The content of the command alone is too large.
     *
     * @param characters how many characters it would take
     */
    record ContentTooLarge(int characters) implements ScheduleRejection {}

    /** The id is that of another scheduled command of the order. */
    record IdReused() implements ScheduleRejection {}

    /** The customer was forgotten, so the address or the reason cannot be kept. */
    record CustomerForgotten() implements ScheduleRejection {}

    /** There is no such command, or it ended long ago. */
    record NotFound() implements ScheduleRejection {}

    /** The command ran, or was refused. */
    record AlreadyEnded(OrderSchedule.Ended ended) implements ScheduleRejection {}
}
