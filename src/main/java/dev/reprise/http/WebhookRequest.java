package dev.reprise.http;

import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedPosition;
import dev.reprise.publishing.AllowedAddresses;
import dev.reprise.publishing.CloudEvents;
import dev.reprise.publishing.WebhookTarget;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent, and which events.
 *
 * @param url an https URL
 * @param categories the categories whose events are sent; all if absent
 * @param types the types of events that are sent; all if absent
 * @param position a new webhook gets the events after this position; the head of the feed if absent
 */
record WebhookRequest(
        @Nullable String url,
        @Nullable List<String> categories,
        @Nullable List<String> types,
        @Nullable Long position) {

    static final String POSITION = "position";

    WebhookTarget target(AllowedAddresses allowed, CloudEvents events) {
        URI checked = Input.field("url", url, allowed::url);
        Set<String> ofCategories = chosen("categories", categories, events.categories());
        return new WebhookTarget(
                checked, ofCategories, chosen("types", types, events.types(ofCategories)));
    }

    private static Set<String> chosen(
            String field, @Nullable List<String> texts, Collection<String> known) {
        if (texts == null) {
            return Set.of();
        }
        return Input.field(
                field,
                texts,
                all -> {
                    if (all.isEmpty() || !new HashSet<>(known).containsAll(all)) {
                        throw new IllegalArgumentException(
                                "must be some of "
                                        + Input.oneOf(
                                                new ArrayList<>(known).stream().sorted().toList())
                                        + "; leave it out for all");
                    }
                    return new HashSet<>(all);
                });
    }

    /** The position where a new webhook begins. */
    FeedPosition start(Feed feed) {
        long head = feed.head();
        return new FeedPosition(
                feed.generation(),
                position == null
                        ? head
                        : Input.field(POSITION, position, at -> ResetRequest.upToHead(at, head)));
    }
}
