package dev.reprise.dynamodb;

import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A {@link ConsumerStore} in the table of the feed, with one item for each segment of a consumer.
 */
public final class DynamoDbConsumerStore implements ConsumerStore {

    private final NamedItems items;

    /**
     * A store of consumers.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    public DynamoDbConsumerStore(DynamoDbClient client, String table) {
        this.items = new NamedItems(client, table, FeedTable.CONSUMERS);
    }

    @Override
    public List<ConsumerState> all() {
        return items.all(ConsumerItems::state);
    }

    @Override
    public List<ConsumerState> find(String name) {
        // The place of the first segment is the name. Those of the others are after it, and before
        // the places of other consumers.
        return items
                .between(name, name + ConsumerItems.AFTER_SEGMENTS, ConsumerItems::state)
                .stream()
                .sorted(Comparator.comparingInt(state -> state.segment().number()))
                .toList();
    }

    @Override
    public boolean save(ConsumerState state) {
        return items.save(item(state), state.revision());
    }

    @Override
    public boolean replace(List<ConsumerState> old, List<ConsumerState> next) {
        Map<String, ConsumerState> before = byPlace(old);
        Map<String, ConsumerState> after = byPlace(next);
        if (before.keySet().equals(after.keySet()) && next.size() == 1) {
            return save(next.getFirst());
        }
        return items.changeAll(
                Stream.concat(before.keySet().stream(), after.keySet().stream())
                        .distinct()
                        .map(place ->
                                new NamedItems.Change(
                                        place,
                                        Optional.ofNullable(before.get(place))
                                                .map(ConsumerState::revision)
                                                .orElse(0L),
                                        Optional.ofNullable(after.get(place)).map(this::item)))
                        .toList());
    }

    private static Map<String, ConsumerState> byPlace(List<ConsumerState> states) {
        return states.stream().collect(Collectors.toMap(ConsumerItems::place, state -> state));
    }

    private Map<String, AttributeValue> item(ConsumerState state) {
        return ConsumerItems.item(items.key(ConsumerItems.place(state)), state);
    }

    @Override
    public void remove(String name) {
        List<ConsumerState> found = find(name);
        while (!found.isEmpty()) {
            found.forEach(state -> items.remove(ConsumerItems.place(state)));
            found = find(name);
        }
    }
}
