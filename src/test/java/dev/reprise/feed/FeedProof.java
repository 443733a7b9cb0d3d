package dev.reprise.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares a feed with the events that it was made from. Written without the code of the feed. */
public final class FeedProof {

    private FeedProof() {}

    /** All pages, from the first one on. */
    public static List<FeedPage> pages(FeedStore store) {
        List<FeedPage> all = new ArrayList<>();
        List<FeedPage> next = store.pagesFrom(1, 7);
        while (!next.isEmpty()) {
            all.addAll(next);
            next = store.pagesFrom(all.getLast().lastPosition() + 1, 7);
        }
        return all;
    }

    /** The commits in the order of the feed, such as {@code 4 a@2}: position, id, number. */
    static List<String> places(FeedStore store) {
        return pages(store).stream()
                .flatMap(page -> page.entries().stream())
                .map(entry ->
                        entry.position()
                                + " "
                                + entry.stream().id()
                                + "@"
                                + entry.firstSequenceNumber())
                .toList();
    }

    /** Each commit stands there once, those of a stream in their order, joint ones together. */
    public static void checkPages(
            FeedStore store, EventStore events, Collection<StreamName> streams) {
        Map<StreamName, List<Commit>> expected = new HashMap<>();
        streams.forEach(stream -> expected.put(stream, Commits.all(events, stream)));
        Map<StreamName, Integer> seen = new HashMap<>();
        Digest previous = FeedPage.START;
        List<Long> ends = new ArrayList<>();
        long next = 1;
        for (FeedPage page : pages(store)) {
            assertThat(page.follows(previous)).as("chain at %d", page.firstPosition()).isTrue();
            assertThat(page.settledUpTo()).isLessThan(page.firstPosition());
            assertThat(ends.stream().filter(end -> end > page.settledUpTo()))
                    .as("pages before %d that are not settled", page.firstPosition())
                    .hasSizeLessThanOrEqualTo(3);
            ends.add(page.lastPosition());
            previous = page.hash();
            Set<Set<Map.Entry<StreamName, StreamVersion>>> joint = new HashSet<>();
            Map<StreamName, Set<Long>> here = new HashMap<>();
            for (FeedEntry entry : page.entries()) {
                int number = seen.merge(entry.stream(), 1, Integer::sum) - 1;
                List<Commit> ofStream = expected.getOrDefault(entry.stream(), List.of());
                assertThat(ofStream).as("%s", entry.stream()).hasSizeGreaterThan(number);
                Commit commit = ofStream.get(number);
                assertThat(entry.position()).isEqualTo(next);
                assertThat(entry.isOf(commit)).as("%s", entry).isTrue();
                assertThat(entry.count()).isEqualTo(commit.events().count());
                assertThat(entry.at()).isEqualTo(commit.at());
                assertThat(entry.metadata()).isEqualTo(commit.metadata());
                assertThat(entry.commandId()).isEqualTo(commit.commandId());
                entry.events().ifPresent(own -> assertThat(own).isEqualTo(commit.events()));
                next += entry.count();
                here.computeIfAbsent(entry.stream(), _ -> new HashSet<>())
                        .add(commit.version().value());
                if (!commit.partners().isEmpty()) {
                    joint.add(commit.jointVersions().entrySet());
                }
            }
            assertThat(page.streamCount()).contains((long) seen.size());
            joint.forEach(group ->
                    group.forEach(member ->
                            assertThat(here.getOrDefault(member.getKey(), Set.of()))
                                    .as("joint with %s", member.getKey())
                                    .contains(member.getValue().value())));
        }
    }

    /**
     * Whoever continues at a moved position misses nothing: up to it, the next generation has only
     * commits that this one has up to the old position. Those of damaged pages count, too.
     */
    public static void checkMoved(
            LiveFeed feeds, int generation, InMemoryFeedStore old, InMemoryFeedStore next) {
        for (long position = 0; position <= old.head(); position++) {
            FeedPosition moved =
                    feeds.moved(new FeedPosition(generation, position), generation + 1);
            assertThat(commitsUpTo(position, old))
                    .as("position %d of generation %d", position, generation)
                    .containsAll(commitsUpTo(moved.position(), next));
        }
    }

    private static List<String> commitsUpTo(long position, InMemoryFeedStore store) {
        return store.allPages().stream()
                .flatMap(page -> page.entries().stream())
                .filter(entry -> entry.lastPosition() <= position)
                .map(entry -> entry.stream() + "@" + entry.firstSequenceNumber())
                .toList();
    }

    /** Nothing is missing, and the streams are written. */
    public static void checkComplete(
            FeedStore store, EventStore events, Collection<StreamName> streams) {
        checkPages(store, events, streams);
        Map<StreamName, IndexedStream> indexed = new HashMap<>();
        long all = 0;
        for (FeedPage page : pages(store)) {
            indexed.putAll(page.streams());
        }
        for (StreamName stream : streams) {
            List<Commit> commits = Commits.all(events, stream);
            all += commits.getLast().version().value();
            IndexedStream last = indexed.getOrDefault(stream, IndexedStream.none(stream));
            assertThat(last.version()).isEqualTo(commits.getLast().version());
            assertThat(last.hash()).isEqualTo(commits.getLast().hash());
        }
        assertThat(store.head()).isEqualTo(all);
    }

    /** The streams that are written are those of the pages, or behind by unsettled pages. */
    public static void checkStreams(FeedStore store, Collection<StreamName> streams) {
        Map<StreamName, IndexedStream> indexed = new HashMap<>();
        Map<StreamName, IndexedStream> settled = new HashMap<>();
        List<FeedPage> pages = pages(store);
        long settledUpTo = pages.isEmpty() ? 0 : pages.getLast().settledUpTo();
        for (FeedPage page : pages) {
            indexed.putAll(page.streams());
            if (page.lastPosition() <= settledUpTo) {
                settled.putAll(page.streams());
            }
        }
        Map<StreamName, IndexedStream> written = store.streams(streams);
        for (StreamName name : streams) {
            IndexedStream none = IndexedStream.none(name);
            assertThat(written.getOrDefault(name, none).version())
                    .isBetween(
                            settled.getOrDefault(name, none).version(),
                            indexed.getOrDefault(name, none).version());
        }
    }
}
