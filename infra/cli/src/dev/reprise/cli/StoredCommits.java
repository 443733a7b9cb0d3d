package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The commits of a stream in their order, after a sequence number. They are read as they are
 * needed.
 */
final class StoredCommits {

    private static final int NOT_FOUND = 404;

    private final CommitPages pages;
    private final String stream;
    private final int atOnce;
    private final Deque<Stored> read = new ArrayDeque<>();
    private long after;
    private boolean ended;

    /**
     * A stored commit.
     *
     * @param first the sequence number of its first event
     * @param types the types of its events; empty if the API cannot read their format
     */
    record Stored(long first, int count, String at, String commandId, List<String> types) {

        Stored {
            types = List.copyOf(types);
        }

        long last() {
            return first + count - 1;
        }

        /** The type of an event; empty if it is not known. */
        String type(long sequenceNumber) {
            int index = (int) (sequenceNumber - first);
            return index < types.size() ? types.get(index) : "";
        }
    }

    /**
     * The commits that begin after a sequence number.
     *
     * @param atOnce how many commits one call reads at most
     */
    StoredCommits(CommitPages pages, String stream, long after, int atOnce) {
        this.pages = pages;
        this.stream = stream;
        this.after = after;
        this.atOnce = atOnce;
    }

    /**
     * The commit that has an event. Ask for events in ascending order. Empty if the stream does not
     * have the event.
     *
     * @throws Failure if the stream is damaged
     */
    Optional<Stored> having(long sequenceNumber) throws InterruptedException {
        while (true) {
            while (!read.isEmpty() && read.getFirst().last() < sequenceNumber) {
                read.removeFirst();
            }
            if (!read.isEmpty() || ended) {
                return Optional.ofNullable(read.peekFirst())
                        .filter(commit -> commit.first() <= sequenceNumber);
            }
            readPage();
        }
    }

    /** Reads a page, and returns its last commit; empty if there are no more. */
    Optional<Stored> lastOfPage() throws InterruptedException {
        readPage();
        return Optional.ofNullable(read.peekLast());
    }

    private void readPage() throws InterruptedException {
        Answer page = pages.after(stream, after, atOnce);
        if (page.status() == NOT_FOUND) {
            ended = true;
            return;
        }
        for (JsonNode commit : page.orFail().path("commits")) {
            read.add(stored(commit));
            after = commit.path("sequenceNumber").asLong();
        }
        ended = read.isEmpty();
    }

    private static Stored stored(JsonNode commit) {
        List<String> types = new ArrayList<>();
        commit.path("events").forEach(event -> types.add(event.path("eventType").asText()));
        return new Stored(
                commit.path("sequenceNumber").asLong(),
                commit.path("count").asInt(),
                commit.path("at").asText(),
                commit.path("commandId").asText(),
                types);
    }
}
