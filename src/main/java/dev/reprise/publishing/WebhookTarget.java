package dev.reprise.publishing;

import java.net.URI;
import java.util.Set;

/**
 * Where events are sent, and which events; see {@link Webhook}.
 *
 * @param url a URL that {@link AllowedAddresses#url} allowed
 */
public record WebhookTarget(URI url, Set<String> categories, Set<String> types) {

    public WebhookTarget {
        categories = Set.copyOf(categories);
        types = Set.copyOf(types);
    }
}
