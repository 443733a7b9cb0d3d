package dev.reprise.processes;

import dev.reprise.consumers.FeedConsumer;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives a process the events of the feed. The consumer has the name of the process. */
public final class ProcessConsumer<T> implements FeedConsumer {

    private final ProcessRunner<T, ?, ?, ?, ?> runner;
    private final BusinessProcess<T, ?, ?, ?, ?> process;

    public ProcessConsumer(ProcessRunner<T, ?, ?, ?, ?> runner) {
        this.runner = runner;
        this.process = runner.process();
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public boolean wants(FeedEntry entry) {
        return entry.stream().category().equals(process.category());
    }

    /**
     * Lets each instance react to those events of a commit that are for this instance.
     *
     * @throws IllegalStateException if the entry lacks its events, because the event store could
     *     not read them
     */
    @Override
    public void handle(FeedEntry entry) {
        EventCodec<T> codec = process.codec();
        List<RecordedEvent<T>> events =
                entry.recorded(encoded ->
                        codec.decode(
                                encoded.orElseThrow(() ->
                                        new IllegalStateException(
                                                "the event store could not read commit "
                                                        + entry.firstSequenceNumber()
                                                        + " of "
                                                        + entry.stream()
                                                        + ": verify the stream"))));
        Map<StreamName, List<RecordedEvent<T>>> byInstance = new LinkedHashMap<>();
        for (RecordedEvent<T> event : events) {
            process.correlate(event)
                    .map(id -> new StreamName(entry.stream().tenant(), process.name(), id))
                    .ifPresent(instance ->
                            byInstance
                                    .computeIfAbsent(instance, _ -> new ArrayList<>())
                                    .add(event));
        }
        byInstance.forEach(runner::react);
    }
}
