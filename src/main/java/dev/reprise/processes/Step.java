package dev.reprise.processes;

import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command to the stream of an instance: react to a trigger.
 *
 * @param instanceId the id of the instance
 * @param depth how many reactions in a row there were, including this one
 * @param rejections the commands of this step that the target has rejected, in order
 * @param sending the command that is appended together with this step; empty if there is none
 */
record Step<T, C, R>(
        String instanceId,
        Trigger<T> trigger,
        int depth,
        List<RejectedCommand<C, R>> rejections,
        Optional<Sending<C>> sending) {

    Step {
        rejections = List.copyOf(rejections);
    }

    /**
     * A command that a step sends.
     *
     * @param upTo the sequence number of the event that the command reacts to; 0 for a deadline
     * @param at the timestamp of that event, or the instant of the deadline
     * @param targetVersion the version that the target must have; empty for any version
     */
    record Sending<C>(
            SentCommand<C> sent, long upTo, Instant at, Optional<StreamVersion> targetVersion) {}

    /** On whose behalf the step sends its command, or sent the last one that was rejected. */
    Optional<String> onBehalfOf() {
        return sending.map(Sending::sent)
                .or(() ->
                        rejections.isEmpty()
                                ? Optional.empty()
                                : Optional.of(rejections.getLast().sent()))
                .flatMap(SentCommand::onBehalfOf);
    }

    /** The first attempt, which sends nothing. */
    static <T, C, R> Step<T, C, R> first(String instanceId, Trigger<T> trigger, int depth) {
        return new Step<>(instanceId, trigger, depth, List.of(), Optional.empty());
    }

    /** The same step from its first attempt on. */
    Step<T, C, R> again() {
        return first(instanceId, trigger, depth);
    }

    /** The same step, which also sends a command. */
    Step<T, C, R> sending(Sending<C> command) {
        return new Step<>(instanceId, trigger, depth, rejections, Optional.of(command));
    }

    /** The same step after its command was rejected. */
    Step<T, C, R> after(RejectedCommand<C, R> rejected) {
        List<RejectedCommand<C, R>> more = new ArrayList<>(rejections);
        more.add(rejected);
        return new Step<>(instanceId, trigger, depth, more, Optional.empty());
    }
}
