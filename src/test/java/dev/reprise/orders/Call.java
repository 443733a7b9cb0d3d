package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import java.util.Optional;

/**
 * One call of the service.
 *
 * @param writer the name of the process that was called
 * @param begun a time before the call was sent, on the clock that all callers share
 * @param answer empty if there was none: the command may have been recorded, or may still be
 */
record Call(Request request, String writer, long begun, Optional<Answer> answer) {

    /**
     * The answer to a call.
     *
     * @param at a time after the answer was received, on the clock that all callers share
     */
    record Answer(long at, CommandResult<VersionedState<Order>, Order.Rejection> result) {}

    /** Whether this call was answered before the other one began. */
    boolean isAnsweredBefore(Call other) {
        return answer.isPresent() && answer.get().at() < other.begun();
    }

    /** Whether this call may have recorded the command's commit. */
    boolean mayHaveRecorded() {
        return answer.isEmpty() || answer.get().result() instanceof CommandResult.Handled<?, ?>;
    }
}
