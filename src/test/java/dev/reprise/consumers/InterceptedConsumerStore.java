package dev.reprise.consumers;

import java.util.List;
import java.util.function.Supplier;

/** A store of consumers that runs something before and after each call. */
final class InterceptedConsumerStore implements ConsumerStore {

    private final ConsumerStore store;
    private final Runnable interception;

    InterceptedConsumerStore(ConsumerStore store, Runnable interception) {
        this.store = store;
        this.interception = interception;
    }

    private <T> T intercepted(Supplier<T> call) {
        interception.run();
        T result = call.get();
        interception.run();
        return result;
    }

    @Override
    public List<ConsumerState> all() {
        return intercepted(store::all);
    }

    @Override
    public List<ConsumerState> find(String name) {
        return intercepted(() -> store.find(name));
    }

    @Override
    public boolean save(ConsumerState state) {
        return intercepted(() -> store.save(state));
    }

    @Override
    public boolean replace(List<ConsumerState> old, List<ConsumerState> next) {
        return intercepted(() -> store.replace(old, next));
    }

    @Override
    public void remove(String name) {
        interception.run();
        store.remove(name);
        interception.run();
    }
}
