package dev.reprise.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The main class of a process with a writer. It ends at the end of its input. */
final class WriterMain {

    private WriterMain() {}

    /** Arguments: the URL of DynamoDB, the name of the events table, and a seed. */
    public static void main(String[] args) throws IOException {
        PrintStream replies = System.out;
        // Nothing else may be printed between the replies.
        System.setOut(System.err);
        Thread.setDefaultUncaughtExceptionHandler(WriterMain::die);
        var questions =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var writer = new FaultyWriter(URI.create(args[0]), args[1], Long.parseLong(args[2]));
                ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            String line = questions.readLine();
            while (line != null) {
                var question = WriterPipe.question(line);
                calls.execute(() ->
                        reply(
                                replies,
                                new WriterPipe.Reply(
                                        question.number(), writer.handle(question.request()))));
                line = questions.readLine();
            }
        }
    }

    private static synchronized void reply(PrintStream replies, WriterPipe.Reply reply) {
        replies.println(WriterPipe.line(reply));
        replies.flush();
    }

    /** Ends the process: an unexpected failure must not look like a lost answer. */
    private static void die(Thread thread, Throwable failure) {
        failure.printStackTrace();
        Runtime.getRuntime().halt(1);
    }
}
