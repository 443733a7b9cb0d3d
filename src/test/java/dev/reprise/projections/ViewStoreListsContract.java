package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ViewStore.Retry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of a {@link ViewStore} that are read page by page. Each test has its own projection. */
public abstract class ViewStoreListsContract {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private final String projection = "p" + UUID.randomUUID();

    /** The store under test. */
    protected abstract ViewStore store();

    private static StreamName stream(int number) {
        return new StreamName("order", "number-" + number);
    }

    private void write(int generation, int number) {
        ProjectedRow row =
                new ProjectedRow(
                        new RowKey(projection, generation, stream(number)),
                        new StreamVersion(1),
                        Optional.of(AT),
                        Optional.of(Commits.digest("commit " + number)),
                        Optional.of("view"),
                        List.of(),
                        Optional.empty());
        assertThat(store().write(List.of(new RowWrite(row, Optional.empty())))).isEmpty();
    }

    private List<Retry> retries() {
        return store().retries(projection, Optional.empty(), 10);
    }

    @Test
    void no_stream_is_noted_at_first() {
        assertThat(retries()).isEmpty();
    }

    @Test
    void noted_streams_are_listed_by_name_once_each() {
        store().noteRetry(projection, stream(2));
        store().noteRetry(projection, stream(1));
        store().noteRetry(projection, stream(2));
        store().noteRetry(projection + "-too", stream(3));
        assertThat(retries()).extracting(Retry::stream).containsExactly(stream(1), stream(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    void noted_streams_are_read_page_by_page(int limit) {
        List<StreamName> noted =
                IntStream.range(100, 120).mapToObj(ViewStoreListsContract::stream).toList();
        noted.forEach(stream -> store().noteRetry(projection, stream));

        List<StreamName> streams = new ArrayList<>();
        List<Retry> page = store().retries(projection, Optional.empty(), limit);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            page.forEach(retry -> streams.add(retry.stream()));
            page = store().retries(projection, Optional.of(page.getLast().stream()), limit);
        }

        assertThat(streams).isEqualTo(noted);
    }

    @Test
    void the_names_of_streams_may_have_any_characters() {
        StreamName odd = new StreamName("order", "a/b-c/1 #ä😀");
        store().noteRetry(projection, odd);
        assertThat(retries()).extracting(Retry::stream).containsExactly(odd);
        store().removeRetry(projection, retries().getFirst());
        assertThat(retries()).isEmpty();
    }

    @Test
    void a_note_is_removed() {
        store().noteRetry(projection, stream(1));
        store().noteRetry(projection, stream(2));
        Retry first = retries().getFirst();
        store().removeRetry(projection, first);
        store().removeRetry(projection, first);
        assertThat(retries()).extracting(Retry::stream).containsExactly(stream(2));
    }

    @Test
    void a_note_that_was_made_once_more_is_not_removed() {
        store().noteRetry(projection, stream(1));
        Retry first = retries().getFirst();
        store().noteRetry(projection, stream(1));
        store().removeRetry(projection, first);
        assertThat(retries()).hasSize(1).doesNotContain(first);
    }

    @Test
    void a_note_that_was_removed_and_made_again_has_another_mark() {
        store().noteRetry(projection, stream(1));
        Retry first = retries().getFirst();
        store().removeRetry(projection, first);
        store().noteRetry(projection, stream(1));
        store().removeRetry(projection, first);
        assertThat(retries()).hasSize(1).doesNotContain(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, ViewStore.MAX_PAGE})
    void each_row_of_a_generation_is_on_one_page(int limit) {
        int count = 100;
        IntStream.range(0, count).forEach(number -> write(1, number));
        write(2, count);

        List<StreamName> streams = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ViewStore.RowPage page = store().rows(projection, 1, cursor, limit);
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(limit);
            page.rows().forEach(row -> streams.add(row.key().stream()));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(streams)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count)
                                .mapToObj(ViewStoreListsContract::stream)
                                .toList());
    }
}
