package dev.reprise.orders;

import dev.reprise.projections.Projection;

/** The projections of orders for benchmarks. */
public final class MeasuredProjections {

    private MeasuredProjections() {}

    /** One row for each order, in two indexes. */
    public static Projection<?, ?> orderSummaries() {
        return new OrderSummariesProjection();
    }
}
