package dev.reprise.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A function of the template, in as many processes as there are calls at the same time, up to a
 * bound. A call beyond it waits, where Lambda would start another process. A call beyond the
 * concurrency of the function or of the account is refused.
 */
final class FunctionPool implements AutoCloseable {

    /**
     * The parts that all functions share.
     *
     * @param code where the processes get their code
     * @param environment the variables that Lambda sets for each process
     * @param metrics gets the metrics of Lambda
     */
    record Setting(
            FunctionPackage code,
            Map<String, String> environment,
            Concurrency concurrency,
            CloudWatch metrics) {
        Setting {
            environment = Map.copyOf(environment);
        }
    }

    private final FunctionDeclaration function;
    private final Setting setting;
    private final Consumer<String> log;
    private final Semaphore free;
    private final Deque<FunctionProcess> idle = new ArrayDeque<>();
    private final Map<String, FunctionProcess> processes = new HashMap<>();
    private final LambdaMetrics metrics;
    private int started;

    /**
     * @param processes how many processes there are at the same time, at most
     * @param log gets each line that a process prints
     */
    FunctionPool(
            FunctionDeclaration function, Setting setting, int processes, Consumer<String> log) {
        this.function = function;
        this.setting = setting;
        this.log = log;
        this.free = new Semaphore(processes, true);
        this.metrics = new LambdaMetrics(setting.metrics(), function.name());
    }

    FunctionDeclaration function() {
        return function;
    }

    /** How many processes were started. */
    synchronized int started() {
        return started;
    }

    /** Lambda's metrics of this function. */
    LambdaMetrics metrics() {
        return metrics;
    }

    /**
     * Calls the function in a process that is idle, or in a new one.
     *
     * @throws FunctionFailure if the function fails, or is not called because too many calls run. A
     *     process that has ended is not used again
     */
    String invoke(String event) {
        if (!setting.concurrency().begin(function.name())) {
            metrics.throttled();
            throw FunctionFailure.throttled();
        }
        try {
            free.acquireUninterruptibly();
            try {
                return invokeIn(take(), event);
            } finally {
                free.release();
            }
        } finally {
            setting.concurrency().end(function.name());
        }
    }

    private String invokeIn(FunctionProcess process, String event) {
        long began = System.nanoTime();
        boolean failed = true;
        try {
            process.awaitStart();
            began = System.nanoTime();
            String answer = process.invoke(event);
            failed = false;
            return answer;
        } finally {
            giveBack(process);
            Duration measured = Duration.ofNanos(System.nanoTime() - began);
            metrics.invoked(process.isOutOfTime() ? function.timeout() : measured, failed);
        }
    }

    /** Kills a process in the midst of whatever it does. */
    void kill(String id) {
        process(id).ifPresent(FunctionProcess::kill);
    }

    /** Ends the call that a process runs as if its time were up. Nobody waits for that. */
    void runOutOfTime(String id) {
        process(id).ifPresent(FunctionProcess::runOutOfTime);
    }

    /** Ends all processes, so that the next call is the first of a new one. */
    void restart() {
        List<FunctionProcess> all = removeAll();
        all.forEach(FunctionProcess::close);
    }

    /** A process that was started and not restarted since. */
    synchronized Optional<FunctionProcess> process(String id) {
        return Optional.ofNullable(processes.get(id));
    }

    private synchronized List<FunctionProcess> removeAll() {
        List<FunctionProcess> all = List.copyOf(processes.values());
        processes.clear();
        idle.clear();
        return all;
    }

    /** Lambda prefers the process that was used last. */
    private synchronized FunctionProcess take() {
        FunctionProcess process = idle.poll();
        return process != null && process.isAlive() ? process : start();
    }

    /** Starts a process, which ends with the pool at the latest. */
    synchronized FunctionProcess start() {
        started++;
        String id = function.name() + "-" + started;
        Map<String, String> environment = new HashMap<>(setting.environment());
        // The credentials of the role. The token says which process it is.
        environment.put("AWS_ACCESS_KEY_ID", function.role());
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_SESSION_TOKEN", id);
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        environment.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", id);
        environment.put(
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                function.snapStart() ? "snap-start" : "on-demand");
        environment.put("_HANDLER", function.handler());
        try {
            var process =
                    FunctionProcess.start(
                            function,
                            setting.code(),
                            environment,
                            line -> log.accept(id + " " + line));
            processes.put(id, process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void giveBack(FunctionProcess process) {
        if (process.isAlive()) {
            idle.push(process);
        }
    }

    @Override
    public void close() {
        restart();
    }
}
