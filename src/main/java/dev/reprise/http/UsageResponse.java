package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.feed.Feed;
import dev.reprise.metrics.RecentUsage;
import dev.reprise.metrics.RecentUsage.Taken;
import dev.reprise.metrics.RecentUsage.Units;
import dev.reprise.metrics.StoredTable;
import dev.reprise.metrics.TableSizes.Sizes;
import dev.reprise.metrics.TableSizes.TableSize;
import dev.reprise.metrics.UnitPrices;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much is stored, and what the last hour cost.
 *
 * @param totalEvents the number of events of all streams; absent without a feed
 * @param totalStreams the number of streams; absent without a feed, or if the feed began in a
 *     release that did not count them
 * @param describedAt when DynamoDB was asked for the sizes of the tables
 * @param lastHour what was taken from DynamoDB; absent if there are several processes
 * @param dashboard where the usage of all processes is shown; absent if there is only one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UsageResponse(
        @Nullable Long totalEvents,
        @Nullable Long totalStreams,
        List<TableUsage> tables,
        String describedAt,
        @Nullable LastHour lastHour,
        @Nullable String dashboard,
        Prices prices) {

    UsageResponse {
        tables = List.copyOf(tables);
    }

    static UsageResponse of(
            Optional<Feed.Size> feed,
            Sizes sizes,
            Optional<Taken> lastHour,
            Optional<String> dashboard) {
        return new UsageResponse(
                feed.map(Feed.Size::events).orElse(null),
                feed.flatMap(Feed.Size::streams).orElse(null),
                sizes.tables().stream().map(size -> TableUsage.of(size, lastHour)).toList(),
                TimestampFormat.format(sizes.askedAt()),
                lastHour.map(LastHour::of).orElse(null),
                dashboard.orElse(null),
                Prices.OF_UNITS);
    }

    private static BigDecimal number(double units) {
        return BigDecimal.valueOf(units).stripTrailingZeros();
    }

    /**
     * A table.
     *
     * @param storedItems without those of indexes, as DynamoDB counted them, about every six hours
     * @param storedBytes the size of these items
     * @param readUnits taken in the last hour; absent if there are several processes
     * @param writeUnits taken in the last hour; absent if there are several processes
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TableUsage(
            StoredTable table,
            long storedItems,
            long storedBytes,
            @Nullable BigDecimal readUnits,
            @Nullable BigDecimal writeUnits) {

        private static TableUsage of(TableSize size, Optional<Taken> lastHour) {
            Optional<Units> units = lastHour.map(taken -> taken.of(size.name()));
            return new TableUsage(
                    size.table(),
                    size.items(),
                    size.bytes(),
                    units.map(taken -> number(taken.read())).orElse(null),
                    units.map(taken -> number(taken.write())).orElse(null));
        }
    }

    /**
     * What was taken from DynamoDB in the last hour.
     *
     * @param since from when on; less than an hour ago if the process began later
     * @param dollars the price of the units
     */
    record LastHour(String since, BigDecimal readUnits, BigDecimal writeUnits, BigDecimal dollars) {

        private static LastHour of(RecentUsage.Taken taken) {
            Units together = taken.together();
            return new LastHour(
                    TimestampFormat.format(taken.since()),
                    number(together.read()),
                    number(together.write()),
                    UnitPrices.dollars(together));
        }
    }

    /** What units cost on demand. */
    record Prices(
            String region,
            BigDecimal dollarsPerMillionReadUnits,
            BigDecimal dollarsPerMillionWriteUnits) {

        private static final Prices OF_UNITS =
                new Prices(
                        UnitPrices.REGION,
                        UnitPrices.DOLLARS_PER_MILLION_READ_UNITS,
                        UnitPrices.DOLLARS_PER_MILLION_WRITE_UNITS);
    }
}
