package dev.reprise.projections;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Calls a store for many things at once, with a bound. */
public final class Parallel {

    /** How many calls run at the same time. */
    private static final int AT_ONCE = 32;

    private Parallel() {}

    /**
     * The result for each input, in the order of the inputs.
     *
     * @throws RuntimeException the exception of a call, after all calls have ended
     */
    public static <T, R> Map<T, R> map(
            Collection<T> inputs, Function<? super T, ? extends R> call) {
        return map(inputs, AT_ONCE, call);
    }

    /**
     * The same with another bound.
     *
     * @param atOnce how many calls run at the same time, begun about in the order of the inputs; 1
     *     to call in this order, in this thread
     */
    public static <T, R> Map<T, R> map(
            Collection<T> inputs, int atOnce, Function<? super T, ? extends R> call) {
        Map<T, R> results = new LinkedHashMap<>();
        if (inputs.size() == 1 || atOnce == 1) {
            inputs.forEach(input -> results.put(input, call.apply(input)));
            return results;
        }
        Semaphore free = new Semaphore(atOnce, true);
        Map<T, Future<R>> running = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T input : inputs) {
                running.put(
                        input,
                        threads.submit(() -> {
                            free.acquireUninterruptibly();
                            try {
                                return call.apply(input);
                            } finally {
                                free.release();
                            }
                        }));
            }
        }
        running.forEach((input, done) -> results.put(input, result(done)));
        return results;
    }

    private static <R> R result(Future<R> done) {
        if (done.state() == Future.State.FAILED) {
            if (done.exceptionNow() instanceof RuntimeException e) {
                throw e;
            }
            throw new IllegalStateException(done.exceptionNow());
        }
        return done.resultNow();
    }
}
