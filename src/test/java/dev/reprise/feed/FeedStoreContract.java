package dev.reprise.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.feed.FeedStore.BlockedStream;
import dev.reprise.feed.FeedStore.Place;
import dev.reprise.feed.FeedStore.PutResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of a feed has to do. */
public abstract class FeedStoreContract {

    /** A store without pages and streams. */
    protected abstract FeedStore store();

    private FeedStore store = new InMemoryFeedStore();

    @BeforeEach
    void makeStore() {
        store = store();
    }

    protected static StreamName thing(String id) {
        return new StreamName("thing", id);
    }

    protected static FeedEntry entry(long position, StreamName stream, int count) {
        return new FeedEntry(
                position,
                stream,
                position,
                count,
                Commits.AT,
                new CommandId("command-" + position),
                Metadata.NONE,
                Commits.digest("commit " + position),
                Optional.of(Commits.events(count)));
    }

    /** Pages of one entry each, which follow one another. */
    protected static List<FeedPage> pages(int... counts) {
        List<FeedPage> pages = new ArrayList<>();
        Digest previous = FeedPage.START;
        long position = 1;
        for (int count : counts) {
            pages.add(
                    FeedPage.after(
                            previous,
                            pages.isEmpty() ? Optional.of(0L) : pages.getLast().streamCount(),
                            List.of(entry(position, thing("a"), count)),
                            Math.max(0, position - 1)));
            previous = pages.getLast().hash();
            position += count;
        }
        return pages;
    }

    private List<FeedPage> stored(int... counts) {
        List<FeedPage> pages = pages(counts);
        pages.forEach(page -> assertThat(store.put(page)).isEqualTo(new PutResult.Stored()));
        return pages;
    }

    private static IndexedStream indexed(String id, long version) {
        return IndexedStream.after(entry(version, thing(id), 1));
    }

    @Test
    void a_feed_is_empty_at_first() {
        assertThat(store.lastPage()).isEmpty();
        assertThat(store.pagesFrom(1, 10)).isEmpty();
        assertThat(store.currentPagesFrom(1, 10)).isEmpty();
        assertThat(store.streams(Set.of(thing("a")))).isEmpty();
        assertThat(store.list("", Optional.empty(), 10))
                .isEqualTo(new FeedStore.StreamPage(List.of(), Optional.empty()));
    }

    @Test
    void pages_are_read_as_they_were_put() {
        List<FeedPage> pages = stored(1, 3, 2);

        assertThat(store.lastPage()).contains(pages.getLast());
        assertThat(store.pagesFrom(1, 10)).isEqualTo(pages);
        assertThat(store.currentPagesFrom(1, 10)).isEqualTo(pages);
        assertThat(pages.get(1).follows(store.pagesFrom(1, 1).getFirst().hash())).isTrue();
    }

    @Test
    void each_place_has_a_page_or_nothing() {
        List<FeedPage> pages = stored(1, 3);

        assertThat(store.head()).isEqualTo(4);
        assertThat(store.placeFrom(1)).isEqualTo(new Place.Page(pages.getFirst()));
        assertThat(store.placeFrom(2)).isEqualTo(new Place.Page(pages.getLast()));
        assertThat(store.placeFrom(3)).isEqualTo(new Place.Free(3));
        assertThat(store.placeFrom(5)).isEqualTo(new Place.Free(5));
    }

    @Test
    void an_entry_keeps_every_detail() {
        EncodedEvents binary =
                new EncodedEvents.Binary(2, "avro", new byte[] {0, '\n', 13, -1}).needing(7);
        List<FeedEntry> entries =
                List.of(
                        new FeedEntry(
                                1,
                                thing("ü / \" \u2028 -"),
                                Long.MAX_VALUE - 2,
                                2,
                                Commits.AT,
                                new CommandId("~" + "A".repeat(22)),
                                new Metadata("correlation", "causation", "actor ü", Commits.AT),
                                Commits.digest("one"),
                                Optional.of(binary)),
                        new FeedEntry(
                                3,
                                thing("b"),
                                1,
                                1,
                                Commits.AT.plusMillis(1),
                                new CommandId(UUID.randomUUID().toString()),
                                new Metadata(null, "causation", null),
                                Commits.digest("two"),
                                Optional.empty()),
                        new FeedEntry(
                                4,
                                thing("c"),
                                5,
                                1,
                                Commits.AT,
                                new CommandId("three"),
                                Metadata.NONE,
                                Commits.digest("three"),
                                Optional.of(
                                        new EncodedEvents.Json(1, "[{\"a\":\"\\u000aü\"}]", 3))));
        FeedPage page = FeedPage.after(FeedPage.START, Optional.of(6L), entries, 0);
        store.put(page);

        assertThat(store.lastPage()).contains(page);
        assertThat(store.lastPage().orElseThrow().follows(FeedPage.START)).isTrue();
    }

    @Test
    void a_page_counts_the_streams_that_begin_up_to_its_end() {
        List<FeedPage> pages = stored(2, 3);

        assertThat(pages.getLast().streamCount()).contains(1L);
        assertThat(store.lastPage().flatMap(FeedPage::streamCount)).contains(1L);
    }

    @Test
    void a_page_of_a_feed_whose_streams_were_never_counted_stays_as_it_is() {
        FeedPage page =
                FeedPage.after(
                        FeedPage.START, Optional.empty(), List.of(entry(1, thing("a"), 2)), 0);
        store.put(page);

        FeedPage stored = store.lastPage().orElseThrow();
        assertThat(stored.streamCount()).isEmpty();
        assertThat(stored.follows(FeedPage.START)).isTrue();
        // As releases hashed it that did not count streams.
        assertThat(stored.hash().toString())
                .isEqualTo("08983d322eb129ccbb6e96844d5241ad25b37a25eca4fa6d94aa0c172d416dad");
    }

    @Test
    void a_position_has_one_page() {
        FeedPage first = stored(2).getFirst();
        FeedPage other = pages(3).getFirst();

        assertThat(store.put(other)).isEqualTo(new PutResult.Taken(first));
        assertThat(store.put(first)).isEqualTo(new PutResult.Taken(first));
        assertThat(store.pagesFrom(1, 10)).containsExactly(first);
    }

    @Test
    void a_page_is_found_by_each_of_its_positions() {
        List<FeedPage> pages = stored(2, 3, 1);

        assertThat(store.pagesFrom(2, 10)).isEqualTo(pages);
        assertThat(store.pagesFrom(3, 10)).isEqualTo(pages.subList(1, 3));
        assertThat(store.pagesFrom(4, 10)).isEqualTo(pages.subList(1, 3));
        assertThat(store.pagesFrom(5, 1)).isEqualTo(pages.subList(1, 2));
        assertThat(store.pagesFrom(6, 10)).isEqualTo(pages.subList(2, 3));
        assertThat(store.pagesFrom(7, 10)).isEmpty();
        assertThat(store.currentPagesFrom(3, 1)).isEqualTo(pages.subList(1, 2));
        assertThat(store.currentPagesFrom(3, 2)).isEqualTo(pages.subList(1, 3));
        assertThat(store.currentPagesFrom(4, 2)).isEmpty();
        assertThat(store.currentPagesFrom(7, 2)).isEmpty();
    }

    @Test
    void a_stream_never_goes_back() {
        store.advance(List.of(indexed("a", 5), indexed("b", 1)));
        store.advance(List.of(indexed("a", 4), indexed("b", 2)));

        assertThat(store.streams(Set.of(thing("a"), thing("b"), thing("c"))))
                .containsOnlyKeys(thing("a"), thing("b"))
                .containsEntry(thing("a"), indexed("a", 5))
                .containsEntry(thing("b"), indexed("b", 2));
    }

    @Test
    void more_streams_than_a_batch_has_are_read() {
        List<IndexedStream> many =
                IntStream.range(0, 150).mapToObj(i -> indexed("s" + i, 1)).toList();
        store.advance(many);

        assertThat(store.streams(many.stream().map(IndexedStream::stream).toList()).values())
                .containsExactlyInAnyOrderElementsOf(many);
    }

    @Test
    void a_stream_is_blocked_until_its_note_is_removed() {
        assertThat(store.blocked(10)).isEmpty();
        store.block(thing("a"), "damaged");
        store.block(thing("b"), "newer");
        BlockedStream first = new BlockedStream(thing("a"), "damaged");
        assertThat(store.blocked(10))
                .containsExactlyInAnyOrder(first, new BlockedStream(thing("b"), "newer"));
        assertThat(store.blocked(1)).hasSize(1);

        store.block(thing("a"), "more damaged");
        store.unblock(first);
        store.unblock(new BlockedStream(thing("b"), "newer"));
        store.unblock(new BlockedStream(thing("c"), "never"));
        assertThat(store.blocked(10))
                .containsExactly(new BlockedStream(thing("a"), "more damaged"));
        assertThat(store.list("", Optional.empty(), 10).streams()).isEmpty();
    }

    @Test
    void a_sweep_is_saved_unless_another_one_was() {
        assertThat(store.sweep()).isEmpty();
        Sweep first = Sweep.begin(Optional.empty(), Commits.AT);
        assertThat(store.save(first, Optional.empty())).isTrue();
        assertThat(store.save(first, Optional.empty())).isFalse();
        assertThat(store.sweep()).contains(first);

        Sweep further = first.after(7, Optional.of("5/thing-a"), Commits.AT.plusMillis(1));
        assertThat(store.save(further, Optional.of(first))).isTrue();
        assertThat(store.save(further, Optional.of(first))).isFalse();
        assertThat(store.sweep()).contains(further);

        Sweep done = further.after(1, Optional.empty(), Commits.AT.plusMillis(2));
        assertThat(store.save(done, Optional.of(further))).isTrue();
        assertThat(store.sweep()).contains(done);
        assertThat(done.done()).isTrue();
        assertThat(done.commits()).isEqualTo(8);
    }

    @Test
    void streams_are_listed_page_by_page() {
        List<IndexedStream> all =
                IntStream.range(0, 60).mapToObj(i -> indexed("x" + i, 1)).toList();
        store.advance(all);
        store.advance(List.of(IndexedStream.after(entry(1, new StreamName("other", "x1"), 1))));

        assertThat(listed("thing-", 7)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(listed("thing-x1", 3))
                .hasSize(11)
                .allMatch(s -> s.stream().id().startsWith("x1"));
        assertThat(listed("thing-y", 3)).isEmpty();
    }

    @Test
    void a_list_goes_on_after_a_stream_whose_whole_name_is_the_prefix() {
        List<IndexedStream> all =
                Stream.of("x", "x1", "x2", "x3", "x4").map(id -> indexed(id, 1)).toList();
        store.advance(all);

        assertThat(listed("thing-x", 1)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void a_place_does_not_have_the_prefix_and_does_not_lead_out_of_the_list() {
        Tenant acme = Tenant.named("acme");
        Tenant other = Tenant.named("zebra");
        List<IndexedStream> own = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            own.add(ofTenant(acme, i));
            store.advance(List.of(own.getLast(), ofTenant(other, i)));
        }

        assertThat(listed("~acme~", 3)).containsExactlyInAnyOrderElementsOf(own);
        List<String> places = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            next = store.list("~acme~thing-", next, 3).next();
            next.ifPresent(places::add);
        } while (next.isPresent());
        assertThat(places).isNotEmpty().noneMatch(place -> place.contains("~"));
        for (String place : places) {
            assertThat(store.isPlace("~acme~thing-", place)).isTrue();
            assertThat(store.list("~zebra~thing-", Optional.of(place), 50).streams())
                    .allMatch(stream -> stream.stream().tenant().equals(other));
        }
        for (String place : List.of("0/~zebra~thing-1", "~zebra~thing-1", "99", "-1", "x/y", "")) {
            if (store.isPlace("~acme~", place)) {
                assertThat(store.list("~acme~", Optional.of(place), 50).streams())
                        .allMatch(stream -> stream.stream().tenant().equals(acme));
            } else {
                assertThatThrownBy(() -> store.list("~acme~", Optional.of(place), 50))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static IndexedStream ofTenant(Tenant tenant, int number) {
        return IndexedStream.after(entry(1, new StreamName(tenant, "thing", "x" + number), 1));
    }

    private List<IndexedStream> listed(String prefix, int limit) {
        List<IndexedStream> found = new ArrayList<>();
        Set<String> places = new HashSet<>();
        Optional<String> next = Optional.empty();
        do {
            FeedStore.StreamPage page = store.list(prefix, next, limit);
            assertThat(page.streams()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.streams());
            next = page.next();
            assertThat(next.map(places::add).orElse(true)).as("a new place").isTrue();
        } while (next.isPresent());
        return found;
    }
}
