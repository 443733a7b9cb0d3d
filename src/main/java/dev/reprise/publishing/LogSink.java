package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** Writes each event as a line of JSON. */
public final class LogSink implements EventSink {

    private final Consumer<String> output;

    /**
     * Writes to the standard output, in UTF-8. {@code System.out} writes in the encoding of the
     * environment, which may not have all characters.
     */
    public static LogSink toStandardOutput() {
        PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        return new LogSink(output::println);
    }

    /**
     * A sink.
     *
     * @param output takes each line
     */
    public LogSink(Consumer<String> output) {
        this.output = output;
    }

    @Override
    public List<Receipt> send(List<CloudEvent> events) {
        events.forEach(event -> output.accept(event.json()));
        return events.stream().<Receipt>map(_ -> new Receipt.Taken()).toList();
    }
}
