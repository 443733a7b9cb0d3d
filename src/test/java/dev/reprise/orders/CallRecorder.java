package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Records every call and its answer, with their times. */
final class CallRecorder {

    private final AtomicLong clock = new AtomicLong();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    /** Calls a writer. */
    Optional<CommandResult<VersionedState<Order>, Order.Rejection>> call(
            String name, Writer writer, Request request) {
        long begun = clock.incrementAndGet();
        Optional<CommandResult<VersionedState<Order>, Order.Rejection>> result =
                writer.handle(request);
        long at = clock.incrementAndGet();
        calls.add(
                new Call(
                        request,
                        name,
                        begun,
                        result.map(answered -> new Call.Answer(at, answered))));
        return result;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> calls(OrderId order) {
        return calls.stream().filter(call -> call.request().order().equals(order)).toList();
    }
}
