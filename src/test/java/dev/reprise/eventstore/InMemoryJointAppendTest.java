package dev.reprise.eventstore;

class InMemoryJointAppendTest extends JointAppendContract {

    private final EventStore store = new InMemoryEventStore();

    @Override
    protected EventStore store() {
        return store;
    }
}
