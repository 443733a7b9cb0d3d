package dev.reprise.dynamodb;

import dev.reprise.publishing.Webhook;
import dev.reprise.publishing.WebhookStore;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A {@link WebhookStore} in the table of the feed, with one item for each webhook. */
public final class DynamoDbWebhookStore implements WebhookStore {

    private final NamedItems items;

    /**
     * A store of webhooks.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    public DynamoDbWebhookStore(DynamoDbClient client, String table) {
        this.items = new NamedItems(client, table, FeedTable.WEBHOOKS);
    }

    @Override
    public List<Webhook> all() {
        return items.all(WebhookItems::webhook);
    }

    @Override
    public Optional<Webhook> find(String name) {
        return items.find(name, WebhookItems::webhook);
    }

    @Override
    public boolean save(Webhook webhook) {
        return items.save(
                WebhookItems.item(items.key(webhook.name()), webhook), webhook.revision());
    }

    @Override
    public void remove(String name) {
        items.remove(name);
    }
}
