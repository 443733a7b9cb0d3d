package dev.reprise.publishing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store of webhooks in memory. */
public final class InMemoryWebhookStore implements WebhookStore {

    private final Map<String, Webhook> webhooks = new TreeMap<>();

    @Override
    public synchronized List<Webhook> all() {
        return List.copyOf(webhooks.values());
    }

    @Override
    public synchronized Optional<Webhook> find(String name) {
        return Optional.ofNullable(webhooks.get(name));
    }

    @Override
    public synchronized boolean save(Webhook webhook) {
        Webhook present = webhooks.get(webhook.name());
        if (webhook.equals(present)) {
            return true;
        }
        long revision = present == null ? 0 : present.revision();
        if (webhook.revision() != revision + 1) {
            return false;
        }
        webhooks.put(webhook.name(), webhook);
        return true;
    }

    @Override
    public synchronized void remove(String name) {
        webhooks.remove(name);
    }
}
