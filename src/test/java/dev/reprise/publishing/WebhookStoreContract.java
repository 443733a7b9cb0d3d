package dev.reprise.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.feed.FeedPosition;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link WebhookStore} does. */
public abstract class WebhookStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00.123Z");

    private WebhookStore store = new InMemoryWebhookStore();

    /** An empty store. */
    protected abstract WebhookStore emptyStore();

    @BeforeEach
    void makeStore() {
        store = emptyStore();
    }

    /** A new webhook. */
    protected static Webhook webhook(String name) {
        return new Webhook(
                name,
                URI.create("https://hook.example:8443/a%20b?c=d"),
                Set.of("thing", "other"),
                Set.of("Made"),
                WebhookSecret.of(new Random(1)),
                new FeedPosition(2, 4711),
                Optional.empty(),
                NOW,
                NOW.plusMillis(1),
                1);
    }

    @Test
    void a_webhook_that_was_not_saved_is_not_there() {
        assertThat(store.find("one")).isEmpty();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void a_webhook_keeps_every_detail() {
        Webhook first = webhook("one_A-1");
        assertThat(store.save(first)).isTrue();
        assertThat(store.find("one_A-1")).contains(first);

        Webhook off = first.switchedOff("no: \"\u00fc\"", NOW.plusMillis(2));
        assertThat(store.save(off)).isTrue();
        assertThat(store.find("one_A-1")).contains(off);

        Webhook all =
                off.changed(
                        new WebhookTarget(URI.create("https://a.example"), Set.of(), Set.of()),
                        NOW.plusMillis(3));
        assertThat(store.save(all)).isTrue();
        assertThat(store.find("one_A-1")).contains(all);
    }

    @Test
    void of_two_after_another_one_is_saved() {
        Webhook first = webhook("one");
        assertThat(store.save(first)).isTrue();
        assertThat(store.save(first)).isTrue();
        assertThat(store.save(webhook("one").switchedOff("a", NOW))).isTrue();
        assertThat(store.save(webhook("one").switchedOff("b", NOW))).isFalse();
        assertThat(store.find("one").orElseThrow().switchedOff()).contains("a");
    }

    @Test
    void a_removed_webhook_is_not_saved_over() {
        Webhook first = webhook("one");
        store.save(first);

        store.remove("one");
        store.remove("one");

        assertThat(store.find("one")).isEmpty();
        assertThat(store.save(first.switchedOff("a", NOW))).isFalse();
    }

    @Test
    void webhooks_are_listed_by_name() {
        store.save(webhook("b"));
        store.save(webhook("a"));

        assertThat(store.all()).containsExactly(webhook("a"), webhook("b"));
    }
}
