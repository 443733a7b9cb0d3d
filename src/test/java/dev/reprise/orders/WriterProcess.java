package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link WriterMain} in a JVM of its own, which can be killed. */
final class WriterProcess implements Writer, AutoCloseable {

    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<WriterPipe.Reply>> open =
            new ConcurrentHashMap<>();
    private final Process process;
    private final PrintStream questions;
    private volatile boolean killed;
    private volatile boolean ended;

    /** Starts the process. It may be called at once. */
    WriterProcess(URI endpoint, String table, long seed) throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WriterMain.class.getName(),
                                endpoint.toString(),
                                table,
                                Long.toString(seed))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(this::readReplies);
    }

    @Override
    public Optional<CommandResult<VersionedState<Order>, Order.Rejection>> handle(Request request) {
        int number = calls.incrementAndGet();
        // Fail before CI's own time-out if the process hangs.
        var reply = new CompletableFuture<WriterPipe.Reply>().orTimeout(2, TimeUnit.MINUTES);
        open.put(number, reply);
        if (ended) {
            leaveUnanswered();
        }
        questions.println(WriterPipe.line(new WriterPipe.Question(number, request)));
        Optional<CommandResult<VersionedState<Order>, Order.Rejection>> result =
                reply.join().result();
        if (ended && !killed) {
            throw new IllegalStateException("the writer process ended, but was not killed");
        }
        return result;
    }

    /** The last line of a killed process may be incomplete. */
    private void readReplies() {
        try (BufferedReader replies = process.inputReader(StandardCharsets.UTF_8)) {
            String line = replies.readLine();
            while (line != null) {
                WriterPipe.Reply reply = WriterPipe.reply(line);
                Objects.requireNonNull(open.remove(reply.number())).complete(reply);
                line = replies.readLine();
            }
        } catch (IOException e) {
            if (!killed) {
                throw new UncheckedIOException(e);
            }
        } finally {
            ended = true;
            leaveUnanswered();
        }
    }

    private void leaveUnanswered() {
        open.forEach(
                (number, reply) -> reply.complete(new WriterPipe.Reply(number, Optional.empty())));
    }

    /** Kills the process. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /** Ends the process after it has handled all calls. */
    @Override
    public void close() {
        questions.close();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || (!killed && process.exitValue() != 0)) {
                throw new IllegalStateException(
                        "the writer process did not end within a minute, or with an error");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
