package dev.reprise.projections;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Entries} with a fault: it cannot fold some amounts, until it is mended. */
final class Fragile implements Projection<Integer, List<Integer>> {

    /** The amount that it cannot fold. */
    static final int UNLUCKY = 13;

    static final String ERROR = "cannot fold 13";

    private final Entries entries = new Entries("entries", 1);
    private volatile boolean mended;

    void mend() {
        mended = true;
    }

    @Override
    public String name() {
        return entries.name();
    }

    @Override
    public int schemaVersion() {
        return entries.schemaVersion();
    }

    @Override
    public String category() {
        return entries.category();
    }

    @Override
    public EventCodec<Integer> codec() {
        return entries.codec();
    }

    @Override
    public List<Integer> evolve(@Nullable List<Integer> view, RecordedEvent<Integer> event) {
        if (event.event() == UNLUCKY && !mended) {
            throw new IllegalStateException(ERROR);
        }
        return entries.evolve(view, event);
    }

    @Override
    public String encode(List<Integer> view) {
        return entries.encode(view);
    }

    @Override
    public List<Integer> decode(String encoded) {
        return entries.decode(encoded);
    }

    @Override
    public List<IndexEntry> indexEntries(StreamName stream, List<Integer> view) {
        return entries.indexEntries(stream, view);
    }
}
