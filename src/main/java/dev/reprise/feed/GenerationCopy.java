package dev.reprise.feed;

import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Copies commits of a generation of the feed into the next one, in their order. A commit that does
 * not follow the last one that the new generation has of its stream is left out, and so are the
 * later ones of the stream.
 */
final class GenerationCopy {

    private final PageWriter writer;

    /**
     * @param target the new generation
     * @param retries see {@link PageWriter}
     */
    GenerationCopy(FeedStore target, RetryPolicy retries) {
        this.writer = new PageWriter(target, retries, PageWriter.MAX_STREAMS);
    }

    /**
     * Copies a page of the old generation.
     *
     * @param groups each has the entries that are put together or not at all: one, or those of a
     *     joint append
     * @return the entries that the new generation has now
     */
    List<FeedEntry> copy(List<List<FeedEntry>> groups) {
        Page page = new Page(groups);
        boolean _ = writer.putAll(page);
        return page.present;
    }

    private static final class Page implements PageWriter.Draft {

        private final List<List<FeedEntry>> groups;
        private List<FeedEntry> present = List.of();

        private Page(List<List<FeedEntry>> groups) {
            this.groups = groups;
        }

        @Override
        public void begin(KnownFeed feed) {
            feed.learn(
                    groups.stream()
                            .flatMap(List::stream)
                            .map(FeedEntry::stream)
                            .collect(Collectors.toSet()));
        }

        @Override
        public List<FeedEntry> next(KnownFeed feed) {
            Map<StreamName, StreamVersion> versions = new HashMap<>();
            List<FeedEntry> lacking = new ArrayList<>();
            present = new ArrayList<>();
            long position = feed.nextPosition();
            for (List<FeedEntry> group : groups) {
                if (group.stream()
                        .allMatch(entry ->
                                version(entry, versions, feed).compareTo(entry.version()) >= 0)) {
                    present.addAll(group);
                } else if (group.stream()
                        .allMatch(entry ->
                                version(entry, versions, feed).nextSequenceNumber()
                                        == entry.firstSequenceNumber())) {
                    for (FeedEntry entry : group) {
                        lacking.add(entry.at(position));
                        versions.put(entry.stream(), entry.version());
                        position += entry.count();
                    }
                }
            }
            return lacking;
        }

        /** The version of an entry's stream in this generation, with the entries of this draft. */
        private static StreamVersion version(
                FeedEntry entry, Map<StreamName, StreamVersion> drafted, KnownFeed feed) {
            @Nullable StreamVersion here = drafted.get(entry.stream());
            return here != null ? here : feed.stream(entry.stream()).version();
        }
    }
}
