package dev.reprise.consumers;

import java.util.List;

/** Gives each call to another store. */
class ForwardingConsumerStore implements ConsumerStore {

    private final ConsumerStore store;

    ForwardingConsumerStore(ConsumerStore store) {
        this.store = store;
    }

    @Override
    public List<ConsumerState> all() {
        return store.all();
    }

    @Override
    public List<ConsumerState> find(String name) {
        return store.find(name);
    }

    @Override
    public boolean save(ConsumerState state) {
        return store.save(state);
    }

    @Override
    public boolean replace(List<ConsumerState> old, List<ConsumerState> next) {
        return store.replace(old, next);
    }

    @Override
    public void remove(String name) {
        store.remove(name);
    }
}
