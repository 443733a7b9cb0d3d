package dev.reprise.orders.http;

import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.http.Input;
import dev.reprise.http.PageRequest;
import dev.reprise.http.PagedList;
import dev.reprise.http.Paging;
import dev.reprise.http.ProblemException;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderQuery;
import dev.reprise.orders.OrderSummaries;
import dev.reprise.personal.Forgetting;
import dev.reprise.personal.Subject;
import dev.reprise.projections.ProjectionPage;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Shows what is stored of a customer, and erases it. Commands that wait for their time are shown by
 * {@link ScheduledCommandsResource}.
 */
@Path("/customers/{customerId}/personal-data")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Personal data")
class PersonalDataResource {

    private static final String CUSTOMER_ID = "customerId";

    private final OrderSummaries summaries;
    private final OrderAnswers answers;
    private final Forgetting forgetting;
    private final RequestContext request;

    @Inject
    PersonalDataResource(
            OrderSummaries summaries,
            OrderAnswers answers,
            Forgetting forgetting,
            RequestContext request) {
        this.summaries = summaries;
        this.answers = answers;
        this.forgetting = forgetting;
        this.request = request;
    }

    @GET
    @Operation(
            operationId = "showPersonalData",
            summary =
                    "Show what is stored of a customer: the customer's orders. Scheduled commands are shown with each order")
    @APIResponseSchema(PersonalDataResponse.class)
    public Response show(
            @PathParam(CUSTOMER_ID) String id,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        CustomerId customerId = customerId(id);
        PageRequest page =
                PagedList.of("personal-data", request.tenant(), OrderSummaries::isPosition)
                        .with(CUSTOMER_ID, id)
                        .seenBy(request.caller())
                        .page(limit, cursor);
        ProjectionPage<Order> orders =
                summaries.list(
                        new OrderQuery.OfCustomer(request.tenant(), customerId, Optional.empty()),
                        page.after(),
                        page.limit());
        return page.response(orders.next(), next -> response(id, orders, next));
    }

    private PersonalDataResponse response(
            String id, ProjectionPage<Order> page, Optional<String> next) {
        return new PersonalDataResponse(
                id,
                forgetting.forgottenAt(subject(id)).map(TimestampFormat::format).orElse(null),
                answers.bodies(page),
                next.orElse(null));
    }

    @DELETE
    @Operation(
            operationId = "forgetCustomer",
            summary =
                    "Erase the addresses and reasons in all orders of a customer. This cannot be undone")
    public ForgottenResponse forget(@PathParam(CUSTOMER_ID) String id) {
        return forgetting
                .forget(subject(customerId(id).value()), request.metadata(null))
                .map(at -> ForgottenResponse.of(id, at))
                .orElseThrow(() -> new ProblemException(OrderProblems.notEncrypted()));
    }

    private Subject subject(String id) {
        return new Subject(request.tenant(), id);
    }

    private static CustomerId customerId(String id) {
        return Input.parameter(CUSTOMER_ID, id, CustomerId::new);
    }
}
