package dev.reprise.processes;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;

/**
 * Makes the errors of a step that cannot be recorded. Their texts have no values of commands or
 * events, which may be about a person.
 */
record StepFailures(StreamName instance, Cause cause) {

    /** Another append changed one of the streams during each attempt. */
    StoreUnavailableException contended(int attempts) {
        return new StoreUnavailableException(
                Reason.THROTTLED,
                reaction()
                        + " is repeated later: its append conflicted "
                        + attempts
                        + " times with other appends");
    }

    /** The reaction differed each time that it was computed. */
    IllegalStateException beganAnew(int rounds) {
        return new IllegalStateException(
                reaction()
                        + " was computed "
                        + rounds
                        + " times, and differed each time. The process is not pure. The same state"
                        + " and event must give an equal reaction: give its events and commands an"
                        + " equals method, such as that of a record, and use no clock and no"
                        + " randomness. Then redrive the event");
    }

    IllegalStateException rejectedTooOften(int commands) {
        return new IllegalStateException(
                reaction()
                        + " sent "
                        + commands
                        + " commands, and each was rejected. Correct onRejection of the process: it"
                        + " has to end");
    }

    IllegalStateException tooDeep() {
        return new IllegalStateException(
                reaction()
                        + " would be the "
                        + (ProcessDecider.MAX_DEPTH + 1)
                        + "rd in a row: processes answer each other in a circle. Correct them, and"
                        + " then redrive the event");
    }

    IllegalStateException tooLarge(int bytes, int limit) {
        return new IllegalStateException(
                reaction()
                        + " takes "
                        + bytes
                        + " bytes, and a commit at most "
                        + limit
                        + ". Record less in one reaction");
    }

    IllegalStateException idOfAnother() {
        return new IllegalStateException(
                reaction()
                        + " has the same command id as another command in one of its streams. The API"
                        + " refuses such ids: look for the commit with this id, and verify the"
                        + " stream");
    }

    private String reaction() {
        return "the reaction of " + instance + " to " + cause.event();
    }
}
