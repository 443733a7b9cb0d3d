package dev.reprise.http;

import dev.reprise.eventstore.EventCodec;

/**
 * How the feed shows the events of a category. If a category has no view, its events are shown as
 * they are stored, and their fields only if they are stored as JSON.
 *
 * @param erasable whether a value that is shown may be erased later. If so, no cache may keep the
 *     answer
 */
public record FeedView<E>(
        String category, EventCodec<E> codec, EventsView<E> events, boolean erasable) {}
