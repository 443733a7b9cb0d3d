package dev.reprise.metrics;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The capacity units that this process took from each table in the last hour. They are kept in 60
 * buckets of a minute each, so its memory does not grow.
 */
@Singleton
public final class RecentUsage {

    private static final int MINUTES = 60;
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final Instant start;
    private final Bucket[] buckets =
            Stream.generate(Bucket::new).limit(MINUTES).toArray(Bucket[]::new);

    /** What was taken from one table. */
    public record Units(double read, double write) {

        public static final Units NONE = new Units(0, 0);

        public Units plus(Units other) {
            return new Units(read + other.read, write + other.write);
        }
    }

    /**
     * What was taken from the tables.
     *
     * @param since from when on; at most an hour ago, later if the process began later
     * @param byTable by the name of the table; a table of which nothing was taken is absent
     */
    public record Taken(Instant since, Map<String, Units> byTable) {

        public Taken {
            byTable = Map.copyOf(byTable);
        }

        /** What was taken from a table. */
        public Units of(String table) {
            return byTable.getOrDefault(table, Units.NONE);
        }

        /** What was taken from all tables together. */
        public Units together() {
            return byTable.values().stream().reduce(Units.NONE, Units::plus);
        }
    }

    /** What was taken in a minute. */
    private static final class Bucket {

        private long minute = Long.MIN_VALUE;
        private final Map<String, Units> byTable = new HashMap<>();

        private void add(long now, String table, Units units) {
            if (minute != now) {
                minute = now;
                byTable.clear();
            }
            byTable.merge(table, units, Units::plus);
        }
    }

    @Inject
    RecentUsage() {
        this(InstantSource.system());
    }

    public RecentUsage(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Adds what a request took from a table. */
    public synchronized void add(String table, Units units) {
        long now = minute();
        buckets[Math.floorMod(now, MINUTES)].add(now, table, units);
    }

    /** What was taken in this minute and the 59 before it. */
    public synchronized Taken lastHour() {
        long first = minute() - (MINUTES - 1);
        Map<String, Units> byTable = new HashMap<>();
        for (Bucket bucket : buckets) {
            if (bucket.minute >= first) {
                bucket.byTable.forEach((table, units) -> byTable.merge(table, units, Units::plus));
            }
        }
        Instant begin = Instant.ofEpochMilli(first * MINUTE_MILLIS);
        return new Taken(start.isAfter(begin) ? start : begin, byTable);
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), MINUTE_MILLIS);
    }
}
