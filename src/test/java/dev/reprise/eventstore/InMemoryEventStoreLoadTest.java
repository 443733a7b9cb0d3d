package dev.reprise.eventstore;

class InMemoryEventStoreLoadTest extends EventStoreLoadContract {

    private final EventStore store = new InMemoryEventStore();

    @Override
    protected EventStore store() {
        return store;
    }
}
