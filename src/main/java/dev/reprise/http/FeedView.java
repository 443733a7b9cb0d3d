package dev.reprise.http;

import dev.reprise.eventstore.EventCodec;

/**
 * How the feed shows the events of a category. Events of a category without a view are shown as
 * they are stored, if they are stored as JSON.
 *
 * @param erasable whether a value that is shown may be erased later. Then no cache may keep the
 *     answer
 */
public record FeedView<E>(
        String category, EventCodec<E> codec, EventsView<E> events, boolean erasable) {}
