package dev.reprise.projections;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Makes several calls of a store at the same time. */
final class InParallel {

    private InParallel() {}

    /**
     * The result for each input, in the order of the inputs.
     *
     * @throws RuntimeException what a call threw, once all have ended
     */
    static <T, R> List<R> map(List<T> inputs, Function<T, R> call) {
        if (inputs.size() == 1) {
            return List.of(call.apply(inputs.getFirst()));
        }
        List<Future<R>> calls;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            calls = inputs.stream().map(input -> threads.submit(() -> call.apply(input))).toList();
        }
        return calls.stream().map(InParallel::result).toList();
    }

    private static <R> R result(Future<R> call) {
        if (call.state() == Future.State.FAILED
                && call.exceptionNow() instanceof RuntimeException failure) {
            throw failure;
        }
        return call.resultNow();
    }
}
