package dev.reprise.processes;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.PersonalValues;
import dev.reprise.aggregates.SnapshotCheck;
import dev.reprise.serialization.EventFormat;
import java.time.Instant;

/** Makes the aggregate of the instances of a process. */
final class Instances {

    private Instances() {}

    /** The state of an instance without events. */
    static <S> ProcessState<S> initialState(BusinessProcess<?, S, ?, ?, ?> process) {
        return ProcessState.initial(process.initialState());
    }

    /** The state of an instance after one more event. */
    static <S, E> ProcessState<S> evolve(
            BusinessProcess<?, S, E, ?, ?> process,
            ProcessState<S> state,
            ProcessEvent<E> event,
            Instant at) {
        return state.after(event, own -> process.evolve(state.own(), own, at));
    }

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
