package dev.reprise.processes;

import dev.reprise.aggregates.StateCodec;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.processes.ProcessState.Pending;
import java.time.DateTimeException;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Encodes the states of instances. The first lines have numbers and names, which have no line
 * breaks. After them comes the own state, as the process encodes it.
 *
 * @param own encodes the own states
 */
record ProcessStates<S>(StateCodec<S> own) implements StateCodec<ProcessState<S>> {

    /** Raise it if these lines change. */
    private static final int SCHEMA_VERSION = 1;

    private static final String LINE = "\n";

    /** Rises if the schema version of either part rises. */
    @Override
    public int schemaVersion() {
        return SCHEMA_VERSION + own.schemaVersion() - 1;
    }

    @Override
    public String encode(ProcessState<S> state) {
        StringJoiner lines = new StringJoiner(LINE);
        lines.add(state.events() + " " + state.handled().size() + " " + state.deadlines().size());
        state.handled().forEach((stream, number) -> lines.add(number + " " + stream));
        state.deadlines()
                .forEach((name, pending) ->
                        lines.add(
                                name
                                        + " "
                                        + TimestampFormat.format(pending.at())
                                        + " "
                                        + pending.number()));
        return lines.add(own.encode(state.own())).toString();
    }

    @Override
    public ProcessState<S> decode(String encoded) {
        try {
            String[] counts = encoded.split(LINE, 2)[0].split(" ", 3);
            int handledLines = Integer.parseInt(counts[1]);
            int deadlineLines = Integer.parseInt(counts[2]);
            String[] lines = encoded.split(LINE, handledLines + deadlineLines + 2);
            SortedMap<String, Long> handled = new TreeMap<>();
            for (int i = 1; i <= handledLines; i++) {
                String[] parts = lines[i].split(" ", 2);
                handled.put(parts[1], Long.valueOf(parts[0]));
            }
            SortedMap<String, Pending> deadlines = new TreeMap<>();
            for (int i = handledLines + 1; i <= handledLines + deadlineLines; i++) {
                String[] parts = lines[i].split(" ", 3);
                deadlines.put(
                        parts[0],
                        new Pending(TimestampFormat.parse(parts[1]), Long.parseLong(parts[2])));
            }
            return new ProcessState<>(
                    own.decode(lines[handledLines + deadlineLines + 1]),
                    Long.parseLong(counts[0]),
                    handled,
                    deadlines);
        } catch (IndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException("the stored state of the process cannot be read", e);
        }
    }
}
