package dev.reprise.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the next page. The commits of a stream are added in their order. The commits of a
 * joint append are added together, after the earlier commits that their streams lack.
 */
final class PageDraft {

    /** A page of this size is full. Only a joint append may make it larger. */
    static final int FULL_BYTES = 64 * 1024;

    /** What an entry takes without its events, its stream's name and its metadata, about. */
    private static final int ENTRY_BYTES = 200;

    private static final Comparator<StreamName> BY_NAME =
            Comparator.comparing(StreamName::toString);

    private final KnownFeed feed;
    private final NextCommits commits;
    private final List<FeedEntry> entries = new ArrayList<>();
    private final Map<StreamName, IndexedStream> drafted = new HashMap<>();
    private long nextPosition;
    private int bytes;

    PageDraft(KnownFeed feed, NextCommits commits) {
        this.feed = feed;
        this.commits = commits;
        this.nextPosition = feed.nextPosition();
    }

    /** The task to add the commits of a stream up to a version. */
    private record Goal(StreamName stream, StreamVersion version) {}

    List<FeedEntry> entries() {
        return entries;
    }

    boolean isFull() {
        return bytes >= FULL_BYTES;
    }

    /**
     * Adds the commits of a stream up to a version, or until the page is full. If a commit cannot
     * be added, the stream is blocked; the commits before it are added.
     */
    void add(StreamName stream, StreamVersion version) {
        Deque<Goal> goals = new ArrayDeque<>();
        goals.push(new Goal(stream, version));
        while (!goals.isEmpty() && !isFull()) {
            Goal goal = goals.getFirst();
            if (has(goal.stream()).version().compareTo(goal.version()) >= 0) {
                goals.pop();
                commits.close(goal.stream());
            } else {
                Optional<Commit> next = commits.next(has(goal.stream()));
                Optional<Goal> before = next.flatMap(this::addWithPartners);
                if (commits.isBlocked(goal.stream())) {
                    blockAll(goals);
                    return;
                }
                before.ifPresent(lacking -> push(lacking, goals));
            }
        }
    }

    /** If a stream waits for itself, some joint append was not atomic: the stream is blocked. */
    private void push(Goal lacking, Deque<Goal> goals) {
        if (goals.stream().anyMatch(goal -> goal.stream().equals(lacking.stream()))) {
            commits.block(
                    lacking.stream(), "its joint commits wait for each other; verify the stream");
            blockAll(goals);
            goals.clear();
        } else {
            goals.push(lacking);
        }
    }

    private void blockAll(Deque<Goal> goals) {
        StreamName cause = goals.getFirst().stream();
        goals.forEach(goal ->
                commits.block(goal.stream(), "a joint commit waits for the stream " + cause));
    }

    /**
     * Adds a commit and the commits that were appended jointly with it.
     *
     * @return the commits that must be added first; then nothing was added. Empty if the commits
     *     were added, or if the commit's stream was blocked because they cannot be added
     */
    private Optional<Goal> addWithPartners(Commit commit) {
        List<Commit> joint = new ArrayList<>(List.of(commit));
        Map<StreamName, StreamVersion> partners = new TreeMap<>(BY_NAME);
        partners.putAll(commit.partners());
        for (Map.Entry<StreamName, StreamVersion> partner : partners.entrySet()) {
            IndexedStream has = has(partner.getKey());
            if (has.version().compareTo(partner.getValue()) >= 0) {
                continue;
            }
            @Nullable Commit next = commits.next(has).orElse(null);
            if (next == null || next.version().compareTo(partner.getValue()) > 0) {
                commits.block(
                        commit.stream(),
                        "its joint commit at %d waits for the stream %s"
                                .formatted(commit.firstSequenceNumber(), partner.getKey()));
                return Optional.empty();
            }
            if (next.version().compareTo(partner.getValue()) < 0) {
                return Optional.of(new Goal(partner.getKey(), next.version()));
            }
            joint.add(next);
        }
        joint.sort(Comparator.comparing(Commit::stream, BY_NAME));
        joint.forEach(this::add);
        return Optional.empty();
    }

    private void add(Commit commit) {
        FeedEntry entry = FeedEntry.of(commit, nextPosition);
        if (isFull() && entry.events().isPresent()) {
            // The rest of a large joint commit.
            entry = entry.with(Optional.empty());
        }
        entries.add(entry);
        drafted.put(entry.stream(), IndexedStream.after(entry));
        nextPosition = entry.lastPosition() + 1;
        bytes += bytes(entry);
    }

    /** About what the entry takes before it is deflated. */
    private static int bytes(FeedEntry entry) {
        Metadata metadata = entry.metadata();
        return ENTRY_BYTES
                + bytes(entry.stream().toString())
                + bytes(metadata.correlationId())
                + bytes(metadata.causationId())
                + bytes(metadata.actor())
                + entry.events().map(EncodedEvents::size).orElse(0);
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(UTF_8).length;
    }

    /** How far the feed has a stream, including this draft. */
    IndexedStream has(StreamName stream) {
        @Nullable IndexedStream here = drafted.get(stream);
        return here != null ? here : feed.stream(stream);
    }
}
