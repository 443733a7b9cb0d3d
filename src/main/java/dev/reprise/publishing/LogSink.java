package dev.reprise.publishing;

import java.util.List;
import java.util.function.Consumer;

/** Writes each event as a line of JSON. */
public final class LogSink implements EventSink {

    private final Consumer<String> output;

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
