package dev.reprise.consumers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store of consumers in memory. */
public final class InMemoryConsumerStore implements ConsumerStore {

    private final Map<String, ConsumerState> states = new TreeMap<>();

    @Override
    public synchronized List<ConsumerState> all() {
        return List.copyOf(states.values());
    }

    @Override
    public synchronized Optional<ConsumerState> find(String name) {
        return Optional.ofNullable(states.get(name));
    }

    @Override
    public synchronized boolean save(ConsumerState state) {
        ConsumerState present = states.get(state.name());
        if (state.equals(present)) {
            return true;
        }
        long revision = present == null ? 0 : present.revision();
        if (state.revision() != revision + 1) {
            return false;
        }
        states.put(state.name(), state);
        return true;
    }

    @Override
    public synchronized void remove(String name) {
        states.remove(name);
    }
}
