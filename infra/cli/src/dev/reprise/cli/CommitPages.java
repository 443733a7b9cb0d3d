package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The commits of a stream as they are stored, page by page. */
final class CommitPages {

    private static final int PAGE = 200;
    private static final int NOT_FOUND = 404;

    private final Api api;

    CommitPages(Api api) {
        this.api = api;
    }

    /** The page of commits that begin after a sequence number. It may have no commits. */
    Answer after(String stream, long sequenceNumber) throws InterruptedException {
        return page(stream, sequenceNumber, PAGE);
    }

    /** The same with another maximum number of commits, from 1 to 200. */
    Answer after(String stream, long sequenceNumber, int limit) throws InterruptedException {
        return page(stream, sequenceNumber, limit);
    }

    /** Throws a {@link Failure} if a stream has no commits. */
    void requireExists(String stream) throws InterruptedException {
        Answer first = page(stream, 0, 1);
        if (first.status() == NOT_FOUND) {
            first.orFail();
        }
    }

    /** The hash of the commit that begins at a sequence number; empty if there is none. */
    String hashAt(String stream, long sequenceNumber) throws InterruptedException {
        JsonNode first = page(stream, sequenceNumber - 1, 1).body().path("commits").path(0);
        return first.path("sequenceNumber").asLong() == sequenceNumber
                ? first.path("hash").asText()
                : "";
    }

    private Answer page(String stream, long after, int limit) throws InterruptedException {
        return api.get(
                "/streams/" + Api.encoded(stream) + "/commits?after=" + after + "&limit=" + limit);
    }
}
