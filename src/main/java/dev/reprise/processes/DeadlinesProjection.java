package dev.reprise.processes;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Shards;
import dev.reprise.serialization.EventFormat;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The read model of a process's deadlines. It has a row for each instance, and an index of the
 * instances that have pending deadlines, in the order of each instance's earliest deadline. Its
 * name is made from the process's name, such as {@code abandoned-orders-deadlines}.
 *
 * <p>Many instances can set deadlines at the same time, which is too many writes for one partition
 * of the index. So the index is spread over {@value #SHARD_COUNT} partitions.
 *
 * @param <E> own events of the process
 */
public final class DeadlinesProjection<E> implements Projection<ProcessEvent<E>, PendingDeadlines> {

    static final Index BY_TIME = new Index("by-time", 1);

    private static final int SHARD_COUNT = 16;
    private static final Shards SHARDS = new Shards(SHARD_COUNT);
    private static final String PENDING = "pending";

    /** The last millisecond of the year 9999. No deadline is later. */
    private static final long LAST_MILLI = 253_402_300_799_999L;

    private final String name;
    private final String category;
    private final EventCodec<ProcessEvent<E>> codec;

    public DeadlinesProjection(BusinessProcess<?, ?, E, ?, ?> process) {
        this.name = ProcessNames.deadlines(process.name());
        this.category = process.name();
        this.codec = ProcessEvents.codec(process.ownEvents(), EventFormat.JSON);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int schemaVersion() {
        return 1;
    }

    @Override
    public String category() {
        return category;
    }

    /** The clock reads the deadlines of all tenants, and no call shows them. */
    @Override
    public boolean mixesTenants() {
        return true;
    }

    @Override
    public EventCodec<ProcessEvent<E>> codec() {
        return codec;
    }

    @Override
    public PendingDeadlines evolve(
            @Nullable PendingDeadlines view, RecordedEvent<ProcessEvent<E>> event) {
        return (view == null ? PendingDeadlines.NONE : view).after(event);
    }

    @Override
    public String encode(PendingDeadlines view) {
        return view.encode();
    }

    @Override
    public PendingDeadlines decode(String encoded) {
        return PendingDeadlines.decode(encoded);
    }

    @Override
    public List<IndexEntry> indexEntries(StreamName stream, PendingDeadlines view) {
        return view
                .earliest()
                .map(at ->
                        new IndexEntry(
                                BY_TIME, SHARDS.partition(PENDING, stream), position(at, stream)))
                .stream()
                .toList();
    }

    /**
     * Lists are read from the highest position down, so an earlier deadline has a higher position.
     */
    private static String position(Instant at, StreamName stream) {
        return String.format(Locale.ROOT, "%015d#%s", LAST_MILLI - at.toEpochMilli(), stream);
    }

    /** The partitions of {@link #BY_TIME}. */
    static List<String> partitions() {
        return SHARDS.partitions(PENDING);
    }
}
