package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
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
