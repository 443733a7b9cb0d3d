package dev.reprise.orders;

import dev.reprise.personal.Subject;
import dev.reprise.personal.SubjectStreams;
import dev.reprise.projections.ProjectedView;
import dev.reprise.projections.ProjectionPage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the orders of a customer in the read model of orders. */
@Singleton
final class CustomerStreams implements SubjectStreams {

    private static final int PAGE_SIZE = 200;

    private final OrderSummaries summaries;

    @Inject
    CustomerStreams(OrderSummaries summaries) {
        this.summaries = summaries;
    }

    @Override
    public Page of(Subject customer, Optional<String> after) {
        ProjectionPage<Order> page =
                summaries.list(
                        new OrderQuery.OfCustomer(
                                customer.tenant(), new CustomerId(customer.id()), Optional.empty()),
                        after,
                        PAGE_SIZE);
        return new Page(
                page.views().stream().map(ProjectedView::stream).collect(Collectors.toSet()),
                page.next());
    }
}
