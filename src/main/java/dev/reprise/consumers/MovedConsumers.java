package dev.reprise.consumers;

import dev.reprise.feed.LiveFeed;
import java.util.List;

/**
 * A store of consumers that shows all positions in the live generation of the feed. A state is
 * stored with its new positions when it is saved next. Until then each read gives the same ones.
 */
final class MovedConsumers implements ConsumerStore {

    private final ConsumerStore store;
    private final LiveFeed feeds;

    MovedConsumers(ConsumerStore store, LiveFeed feeds) {
        this.store = store;
        this.feeds = feeds;
    }

    @Override
    public List<ConsumerState> all() {
        return moved(store.all());
    }

    @Override
    public List<ConsumerState> find(String name) {
        return moved(store.find(name));
    }

    /** The state that a consumer without a stored one has. */
    ConsumerState start(FeedConsumer consumer) {
        return moved(List.of(ConsumerState.start(consumer))).getFirst();
    }

    /** The states in one generation: the live one, or a later one that one of them is in. */
    List<ConsumerState> moved(List<ConsumerState> states) {
        if (states.isEmpty()) {
            return states;
        }
        int last = states.stream().mapToInt(ConsumerState::generation).max().orElseThrow();
        int generation = Math.max(last, feeds.current().generation());
        return states.stream()
                .map(state ->
                        state.generation() < generation ? state.movedTo(generation, feeds) : state)
                .toList();
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
