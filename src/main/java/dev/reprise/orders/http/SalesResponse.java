package dev.reprise.orders.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.orders.SalesOfDay;
import dev.reprise.orders.SalesTotal;
import dev.reprise.values.DayRange;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What was shipped in a range of days.
 *
 * @param itemId the item that was asked for; absent for all items
 * @param days those with a shipment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SalesResponse(
        @Nullable String itemId,
        String from,
        String to,
        List<Day> days,
        long quantity,
        BigDecimal revenue,
        long orders) {

    /** What was shipped on a day. */
    @Schema(name = "SalesOfDay")
    record Day(String day, long quantity, BigDecimal revenue, long orders) {

        static Day of(SalesOfDay sales) {
            SalesTotal total = sales.total();
            return new Day(
                    sales.day().toString(), total.quantity(), total.revenue(), total.orders());
        }
    }

    SalesResponse {
        days = List.copyOf(days);
    }

    static SalesResponse of(@Nullable String itemId, DayRange range, List<SalesOfDay> days) {
        SalesTotal total = SalesTotal.ofDays(days);
        return new SalesResponse(
                itemId,
                range.from().toString(),
                range.to().toString(),
                days.stream().map(Day::of).toList(),
                total.quantity(),
                total.revenue(),
                total.orders());
    }
}
