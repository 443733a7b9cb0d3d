package dev.reprise.processes;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.aggregates.JointPart;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.processes.Refusal.ByTarget;
import dev.reprise.processes.Refusal.TargetChanged;
import java.time.Instant;
import java.util.Optional;

/**
 * The target's part of a step. It marks rejections of the target, so that they differ from those of
 * the instance.
 */
final class TargetPart {

    private TargetPart() {}

    /**
     * A command to a stream of the target.
     *
     * @param only the version that the stream must have; empty for any version
     */
    static <C, S, E, R> JointPart<Refusal<C, R>> of(
            Aggregate<C, S, E, R> target,
            StreamName stream,
            C command,
            Optional<StreamVersion> only) {
        return new JointPart.Change<>(
                new Aggregate<>(
                        new RefusingDecider<>(target.decider()),
                        target.events(),
                        target.states(),
                        target.snapshotCheck(),
                        target.personal()),
                stream,
                command,
                version ->
                        only.filter(expected -> !expected.equals(version))
                                .map(_ -> new TargetChanged<>()));
    }

    /** The target's decider, which returns its rejections as refusals of a step. */
    private record RefusingDecider<C, S, E, R>(Decider<C, S, E, R> target)
            implements Decider<C, S, E, Refusal<C, R>> {

        @Override
        public S initialState() {
            return target.initialState();
        }

        @Override
        public Decision<E, Refusal<C, R>> decide(C command, S state) {
            return target.decide(command, state).mapRejection(ByTarget::new);
        }

        @Override
        public S evolve(S state, E event, Instant at) {
            return target.evolve(state, event, at);
        }
    }
}
