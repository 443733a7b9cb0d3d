package dev.reprise.processes;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import java.time.Instant;
import java.util.Optional;

/** A process of ledgers without own events, with one instance for each ledger. */
abstract class LedgerProcess implements BusinessProcess<String, Integer, Void, String, String> {

    private final String name;

    LedgerProcess(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String category() {
        return Ledger.CATEGORY;
    }

    @Override
    public final EventCodec<String> codec() {
        return Ledger.AGGREGATE.events();
    }

    @Override
    public final OwnEvents<Void> ownEvents() {
        return OwnEvents.none("test." + name);
    }

    @Override
    public final Optional<String> correlate(RecordedEvent<String> event) {
        return Optional.of(event.stream().id());
    }

    @Override
    public final Integer initialState() {
        return 0;
    }

    @Override
    public final Integer evolve(Integer state, Void event, Instant at) {
        return state;
    }

    @Override
    public Reaction<Void, String> onDeadline(Integer state, Deadline deadline) {
        return Reaction.nothing();
    }

    @Override
    public final Reaction<Void, String> onRejection(
            Integer state, RejectedCommand<String, String> rejected) {
        return Reaction.nothing();
    }
}
