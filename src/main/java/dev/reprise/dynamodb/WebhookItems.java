package dev.reprise.dynamodb;

import dev.reprise.feed.FeedPosition;
import dev.reprise.publishing.Webhook;
import dev.reprise.publishing.WebhookSecret;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Translates webhooks to items of the feed table, and back. */
final class WebhookItems {

    private WebhookItems() {}

    static Map<String, AttributeValue> item(Map<String, AttributeValue> key, Webhook webhook) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(FeedTable.URL, Attributes.text(webhook.url().toString()));
        item.put(FeedTable.CATEGORIES, texts(webhook.categories()));
        item.put(FeedTable.TYPES, texts(webhook.types()));
        item.put(FeedTable.SECRET, Attributes.text(webhook.secret().text()));
        FeedItems.putGeneration(item, webhook.start().generation());
        item.put(FeedTable.POSITION, Attributes.number(webhook.start().position()));
        webhook.switchedOff().ifPresent(why -> item.put(FeedTable.ERROR, Attributes.text(why)));
        item.put(FeedTable.STARTED_AT, Attributes.number(webhook.createdAt().toEpochMilli()));
        item.put(FeedTable.UPDATED_AT, Attributes.number(webhook.updatedAt().toEpochMilli()));
        item.put(FeedTable.REVISION, Attributes.number(webhook.revision()));
        return item;
    }

    static Webhook webhook(Map<String, AttributeValue> item) {
        return new Webhook(
                Attributes.text(item, FeedTable.PLACE),
                Attributes.parsed(
                        FeedTable.URL, () -> URI.create(Attributes.text(item, FeedTable.URL))),
                texts(item, FeedTable.CATEGORIES),
                texts(item, FeedTable.TYPES),
                Attributes.parsed(
                        FeedTable.SECRET,
                        () -> new WebhookSecret(Attributes.text(item, FeedTable.SECRET))),
                new FeedPosition(
                        FeedItems.generation(item), Attributes.number(item, FeedTable.POSITION)),
                Attributes.optionalText(item, FeedTable.ERROR),
                Attributes.instant(item, FeedTable.STARTED_AT),
                Attributes.instant(item, FeedTable.UPDATED_AT),
                Attributes.positiveLong(item, FeedTable.REVISION));
    }

    /** A list, because a set of DynamoDB cannot be empty. */
    private static AttributeValue texts(Set<String> texts) {
        return AttributeValue.fromL(texts.stream().sorted().map(Attributes::text).toList());
    }

    private static Set<String> texts(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::l).orElse(List.of()).stream()
                .map(text -> Attributes.text(text, name))
                .collect(Collectors.toSet());
    }
}
