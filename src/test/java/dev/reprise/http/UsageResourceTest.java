package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.metrics.RecentUsage;
import dev.reprise.metrics.RecentUsage.Units;
import dev.reprise.metrics.StoredTable;
import dev.reprise.metrics.TableSizes;
import dev.reprise.metrics.TableSizes.Sizes;
import dev.reprise.metrics.TableSizes.TableSize;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process shows that is the only one, or one of several. */
class UsageResourceTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:15:30.120Z");
    private static final TableSizes SIZES =
            () -> new Sizes(NOW, List.of(new TableSize(StoredTable.EVENTS, "shop-events", 7, 900)));

    private final RecentUsage usage = new RecentUsage(() -> NOW);

    @BeforeEach
    void take_some_units() {
        usage.add("shop-events", new Units(0.5, 2));
    }

    private UsageResponse answer(Optional<String> dashboard) {
        return new UsageResource(Optional.empty(), SIZES, usage, dashboard).show();
    }

    @Test
    void the_only_process_shows_what_it_took() {
        UsageResponse answer = answer(Optional.empty());

        assertThat(answer.lastHour())
                .isEqualTo(
                        new UsageResponse.LastHour(
                                "2026-01-31T08:15:30.120Z",
                                new BigDecimal("0.5"),
                                BigDecimal.TWO,
                                new BigDecimal("0.0000013125")));
        assertThat(answer.tables())
                .containsExactly(
                        new UsageResponse.TableUsage(
                                StoredTable.EVENTS, 7, 900, new BigDecimal("0.5"), BigDecimal.TWO));
        assertThat(answer.dashboard()).isNull();
    }

    @Test
    void one_of_several_processes_does_not_know_what_all_took_and_says_who_does() {
        UsageResponse answer = answer(Optional.of("https://dashboard.example/"));

        assertThat(answer.lastHour()).isNull();
        assertThat(answer.tables())
                .containsExactly(
                        new UsageResponse.TableUsage(StoredTable.EVENTS, 7, 900, null, null));
        assertThat(answer.dashboard()).isEqualTo("https://dashboard.example/");
    }

    @Test
    void without_a_feed_nobody_knows_how_many_events_there_are() {
        assertThat(answer(Optional.empty()).totalEvents()).isNull();
        assertThat(answer(Optional.empty()).totalStreams()).isNull();
    }
}
