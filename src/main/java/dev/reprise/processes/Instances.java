package dev.reprise.processes;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.PersonalValues;
import dev.reprise.aggregates.SnapshotCheck;
import dev.reprise.serialization.EventFormat;

/** Makes the aggregate of the instances of a process. */
final class Instances {

    private Instances() {}

    /**
     * The streams of the instances, as an aggregate without personal values.
     *
     * @param decider decides the commands to an instance
     * @param written the format in which the events of instances are written
     */
    static <C, S, E, R> Aggregate<C, ProcessState<S>, ProcessEvent<E>, R> of(
            BusinessProcess<?, S, E, ?, ?> process,
            Decider<C, ProcessState<S>, ProcessEvent<E>, R> decider,
            EventFormat written) {
        ProcessNames.checked(process.name());
        return new Aggregate<>(
                decider,
                ProcessEvents.codec(process.ownEvents(), written),
                process.states().map(ProcessStates::new),
                SnapshotCheck.NEVER,
                PersonalValues.none());
    }
}
