package dev.reprise.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A process that runs a function: what Lambda calls an execution environment. */
final class FunctionProcess implements AutoCloseable {

    /** How long a function with SnapStart may take to start. */
    private static final Duration INIT_TIMEOUT = Duration.ofSeconds(130);

    private final FunctionDeclaration function;
    private final RuntimeApi api;
    private final Process process;
    private final Thread logReader;
    private volatile boolean killed;
    private volatile boolean outOfTime;

    private FunctionProcess(
            FunctionDeclaration function, RuntimeApi api, Process process, Consumer<String> log) {
        this.function = function;
        this.api = api;
        this.process = process;
        logReader = Thread.ofVirtual().start(() -> readLog(log));
        var _ = process.onExit().thenAccept(this::end);
    }

    /**
     * Starts a process. It is ready for a call at once, which waits for the function's start.
     *
     * @param lambda what Lambda adds to the environment that the template declares
     * @param log gets each line that the process prints
     */
    static FunctionProcess start(
            FunctionDeclaration function,
            FunctionPackage code,
            Map<String, String> lambda,
            Consumer<String> log)
            throws IOException {
        var api = new RuntimeApi(function.name());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        command.add("-Xmx" + function.memoryMegabytes() * 3 / 4 + "m");
        command.addAll(code.runtime(function.handler()));
        var builder =
                new ProcessBuilder(command)
                        .directory(code.taskRoot().toFile())
                        .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(lambda);
        environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
        environment.putAll(function.environment());
        return new FunctionProcess(function, api, builder.start(), log);
    }

    boolean isAlive() {
        return !killed && process.isAlive();
    }

    /**
     * Calls the function. If it takes longer than it may, its process is killed.
     *
     * @return the function's answer
     * @throws FunctionFailure if the function does not start, fails, or does not answer
     */
    String invoke(String event) {
        awaitStart();
        long deadline = System.currentTimeMillis() + function.timeout().toMillis();
        return await(api.invoke(event, deadline), function.timeout());
    }

    /**
     * Returns when the function is ready for its first call: where there is SnapStart, when Lambda
     * would take its snapshot.
     *
     * @throws FunctionFailure if it does not start
     */
    void awaitStart() {
        try {
            await(api.initialised(), INIT_TIMEOUT);
        } catch (FunctionFailure e) {
            kill();
            throw e;
        }
    }

    /** The id of the process on this machine. */
    long pid() {
        return process.pid();
    }

    /** The processor time that the process has taken until now, of all its threads. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private <T> T await(CompletableFuture<T> future, Duration limit) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            outOfTime = true;
            kill();
            throw timedOut(limit);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FunctionFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static FunctionFailure timedOut(Duration limit) {
        return new FunctionFailure(
                "Sandbox.Timedout", "Task timed out after %d seconds".formatted(limit.toSeconds()));
    }

    /** Whether the process was killed because a call took all the time that it may. */
    boolean isOutOfTime() {
        return outOfTime;
    }

    /** Does at once what happens when the time of the running call is up. */
    void runOutOfTime() {
        outOfTime = true;
        // Before the call ends: nobody may get this process for another one.
        killed = true;
        api.processEnded(timedOut(function.timeout()));
        kill();
    }

    /** Ends the process at once, as Lambda may at any time. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    private void end(Process ended) {
        api.processEnded(
                new FunctionFailure(
                        "Runtime.ExitError", "Runtime exited with status " + ended.exitValue()));
        api.close();
    }

    private void readLog(Consumer<String> log) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                log.accept(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            if (isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns when the process has ended and its log is read. */
    @Override
    public void close() {
        kill();
        try {
            process.waitFor();
            logReader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
