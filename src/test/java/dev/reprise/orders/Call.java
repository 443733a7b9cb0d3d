package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import java.util.Optional;

/**
 * One call of the service.
 *
 * @param writer which of the processes was called
 * @param begun when, on a clock that all callers share: before it was sent
 * @param answer empty if there was none: the command may have been recorded or not, or still will
 */
record Call(Request request, String writer, long begun, Optional<Answer> answer) {

    /**
     * What the caller was told.
     *
     * @param at when, on the clock of all callers: after it was received
     */
    record Answer(long at, CommandResult<VersionedState<Order>, Order.Rejection> result) {}

    /** Whether it was over before the other one was begun. */
    boolean isAnsweredBefore(Call other) {
        return answer.isPresent() && answer.get().at() < other.begun();
    }

    /** Whether the command's commit may be this call's. */
    boolean mayHaveRecorded() {
        return answer.isEmpty() || answer.get().result() instanceof CommandResult.Handled<?, ?>;
    }
}
