package dev.reprise.publishing;

import dev.reprise.feed.FeedPosition;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A receiver of events, and which events it gets.
 *
 * @param name 1 to 56 letters, digits, dashes and underscores
 * @param url where the events are sent
 * @param categories the categories whose events are sent; empty for all
 * @param types the types of events that are sent; empty for all
 * @param start the position of the feed after which the webhook begins
 * @param switchedOff why nothing is sent; empty if events are sent
 * @param createdAt to the millisecond, as {@code updatedAt}
 * @param revision grows by 1 with each save
 */
public record Webhook(
        String name,
        URI url,
        Set<String> categories,
        Set<String> types,
        WebhookSecret secret,
        FeedPosition start,
        Optional<String> switchedOff,
        Instant createdAt,
        Instant updatedAt,
        long revision) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,56}");
    private static final String CONSUMER_PREFIX = "webhook-";

    public Webhook {
        categories = Set.copyOf(categories);
        types = Set.copyOf(types);
    }

    /** Whether a text can be a webhook's name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The name of the consumer that sends its events. */
    public String consumer() {
        return consumer(name);
    }

    static String consumer(String name) {
        return CONSUMER_PREFIX + name;
    }

    boolean wantsType(String type) {
        return types.isEmpty() || types.contains(type);
    }

    /** The same webhook with another URL, categories and types, switched on. */
    Webhook changed(WebhookTarget target, Instant now) {
        return new Webhook(
                name,
                target.url(),
                target.categories(),
                target.types(),
                secret,
                start,
                Optional.empty(),
                createdAt,
                now,
                revision + 1);
    }

    Webhook switchedOff(String why, Instant now) {
        return new Webhook(
                name,
                url,
                categories,
                types,
                secret,
                start,
                Optional.of(why),
                createdAt,
                now,
                revision + 1);
    }
}
