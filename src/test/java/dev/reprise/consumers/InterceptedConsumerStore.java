package dev.reprise.consumers;

import java.util.List;
import java.util.function.Supplier;

/** A store of consumers that runs something before and after each call. */
final class InterceptedConsumerStore extends ForwardingConsumerStore {

    private final Runnable interception;

    InterceptedConsumerStore(ConsumerStore store, Runnable interception) {
        super(store);
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
        return intercepted(super::all);
    }

    @Override
    public List<ConsumerState> find(String name) {
        return intercepted(() -> super.find(name));
    }

    @Override
    public boolean save(ConsumerState state) {
        return intercepted(() -> super.save(state));
    }

    @Override
    public boolean replace(List<ConsumerState> old, List<ConsumerState> next) {
        return intercepted(() -> super.replace(old, next));
    }

    @Override
    public void remove(String name) {
        interception.run();
        super.remove(name);
        interception.run();
    }
}
