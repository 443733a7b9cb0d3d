package dev.reprise.dynamodb;

import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerStore;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A {@link ConsumerStore} in the table of the feed, with one item for each consumer. */
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
    public Optional<ConsumerState> find(String name) {
        return items.find(name, ConsumerItems::state);
    }

    @Override
    public boolean save(ConsumerState state) {
        return items.save(ConsumerItems.item(items.key(state.name()), state), state.revision());
    }

    @Override
    public void remove(String name) {
        items.remove(name);
    }
}
