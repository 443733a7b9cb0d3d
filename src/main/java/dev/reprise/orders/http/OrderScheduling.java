package dev.reprise.orders.http;

import dev.reprise.http.AggregateResponses;
import dev.reprise.http.DryRun;
import dev.reprise.http.Input;
import dev.reprise.http.ProblemException;
import dev.reprise.http.RequestContext;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Created;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderSchedule;
import dev.reprise.orders.OrderSchedule.Ended;
import dev.reprise.orders.OrderSchedule.Entry;
import dev.reprise.orders.OrderSchedule.Pending;
import dev.reprise.orders.Orders;
import dev.reprise.orders.ScheduledCommands;
import dev.reprise.orders.SchedulingRejection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schedules commands that have the query parameter {@value #AT}, and shows scheduled commands. */
@Singleton
final class OrderScheduling {

    /** The name of the parameter: when the command is to run. */
    static final String AT = "at";

    private static final String WHY =
            "must not be given with at: the command is decided when it runs";

    private final Orders orders;
    private final ScheduledCommands commands;
    private final AggregateResponses<Order, SchedulingRejection> responses;
    private final RequestContext request;

    @Inject
    OrderScheduling(
            Orders orders,
            ScheduledCommands commands,
            OrderAnswers answers,
            RequestContext request) {
        this.orders = orders;
        this.commands = commands;
        this.responses = answers.responses().rejecting(ScheduleProblems::rejected);
        this.request = request;
    }

    /**
     * The answer to a command that is to run later.
     *
     * @param at when it is to run
     * @param occurredAt the field of the body, which must not be given
     * @param dryRun the parameter, which must not be given
     */
    Response schedule(
            OrderId orderId,
            Order.Command command,
            String at,
            @Nullable String occurredAt,
            @Nullable String dryRun) {
        // 1. Check the request.
        if (!commands.isOn()) {
            throw new ProblemException(ScheduleProblems.off());
        }
        if (dryRun != null) {
            throw ProblemException.malformed(Input.PARAMETER, DryRun.PARAMETER, WHY);
        }
        if (occurredAt != null) {
            throw ProblemException.malformed(
                    Input.FIELD,
                    "occurredAt",
                    "must not be given with at: it has not happened yet");
        }
        request.refusePreconditions(WHY);
        Instant runsAt = Input.instant(AT, at);
        // 2. Check that the caller may change the order now.
        Created order = changeable(orderId);
        // 3. Schedule.
        return responses.ofPart(
                orderId.value(),
                commands.schedule(
                        orderId,
                        order.contents().customerId(),
                        command,
                        runsAt,
                        request.commandId(),
                        request.metadata()),
                request,
                entry ->
                        Response.accepted(body(orderId, entry))
                                .header(
                                        HttpHeaders.LOCATION,
                                        request.pathOf(
                                                "/orders/%s/scheduled/%s"
                                                        .formatted(
                                                                orderId, entry.command().id()))));
    }

    /** The answer to the cancellation of a scheduled command. */
    Response cancel(OrderId orderId, String id) {
        request.refusePreconditions("must not be given: a scheduled command has no version");
        changeable(orderId);
        return responses.ofPart(
                orderId.value(),
                commands.cancel(orderId, id, request.commandId(), request.metadata()),
                request,
                _ -> Response.noContent());
    }

    private Created changeable(OrderId orderId) {
        return OwnOrders.requireChangeable(
                orderId, orders.replay().current(orderId.stream()), request.caller());
    }

    /** The body that shows the scheduled commands of an order. */
    ScheduledCommandsResponse list(OrderId orderId) {
        OrderSchedule schedule = commands.of(orderId);
        List<Pending> earliestFirst =
                schedule.pending().stream()
                        .sorted(Comparator.comparing(pending -> pending.command().runsAt()))
                        .toList();
        return new ScheduledCommandsResponse(
                orderId.value(),
                earliestFirst.stream().map(pending -> body(orderId, pending)).toList(),
                schedule.ended().reversed().stream().map(ended -> body(orderId, ended)).toList());
    }

    /** The body that shows a scheduled command. */
    ScheduledCommandResponse find(OrderId orderId, String id) {
        return commands.of(orderId)
                .find(id)
                .map(entry -> body(orderId, entry))
                .orElseThrow(
                        () -> new ProblemException(ScheduleProblems.notFound(orderId.value())));
    }

    private ScheduledCommandResponse body(OrderId orderId, Entry entry) {
        return switch (entry) {
            case Pending pending ->
                    ScheduledCommandResponse.pending(
                            orderId.value(),
                            pending.command(),
                            commands.content(orderId, pending),
                            request.caller());
            case Ended ended ->
                    ScheduledCommandResponse.ended(orderId.value(), ended, request.caller());
        };
    }
}
