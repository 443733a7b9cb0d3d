package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.publishing.Webhook;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks.
 *
 * @param webhooks by name
 */
@Schema(name = "Webhooks")
record WebhooksResponse(List<Shown> webhooks) {

    WebhooksResponse {
        webhooks = List.copyOf(webhooks);
    }

    static WebhooksResponse of(List<Webhook> webhooks) {
        return new WebhooksResponse(webhooks.stream().map(Shown::of).toList());
    }

    /**
     * A webhook.
     *
     * @param categories absent if events of all categories are sent
     * @param types absent if events of all types are sent
     * @param consumer the name of its consumer
     * @param switchedOff why nothing is sent; absent if events are sent
     * @param secret the key that signs its requests; only in the answer to the request that made it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Webhook")
    record Shown(
            String name,
            String url,
            @Nullable List<String> categories,
            @Nullable List<String> types,
            String consumer,
            @Nullable String switchedOff,
            String createdAt,
            String updatedAt,
            @Nullable String secret) {

        static Shown of(Webhook webhook) {
            return of(webhook, null);
        }

        static Shown withSecret(Webhook webhook) {
            return of(webhook, webhook.secret().text());
        }

        private static Shown of(Webhook webhook, @Nullable String secret) {
            return new Shown(
                    webhook.name(),
                    webhook.url().toString(),
                    sortedUnlessEmpty(webhook.categories()),
                    sortedUnlessEmpty(webhook.types()),
                    webhook.consumer(),
                    webhook.switchedOff().orElse(null),
                    TimestampFormat.format(webhook.createdAt()),
                    TimestampFormat.format(webhook.updatedAt()),
                    secret);
        }

        private static @Nullable List<String> sortedUnlessEmpty(Set<String> texts) {
            return texts.isEmpty() ? null : texts.stream().sorted().toList();
        }
    }
}
