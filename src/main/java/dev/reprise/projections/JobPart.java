package dev.reprise.projections;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a part of a job is.
 *
 * @param job the number of the job
 * @param cursor the place to go on; empty at the beginning
 * @param counts what was counted; no zeros
 * @param found how many rows with each difference a repair found; no zeros
 * @param findings the first {@value #MAX_FINDINGS} of these rows
 * @param worker who works on it; empty if anybody may begin
 * @param updatedAt when the worker saved it last, to the millisecond
 * @param revision raised with every save
 */
public record JobPart(
        JobTask task,
        int job,
        Optional<String> cursor,
        boolean done,
        SortedMap<Count, Long> counts,
        SortedMap<Difference, Long> found,
        List<Finding> findings,
        Optional<String> worker,
        Instant updatedAt,
        long revision) {

    /** How many findings a part keeps. */
    public static final int MAX_FINDINGS = 20;

    /** What is counted. */
    public enum Count {
        /** Commits that were read, those of other categories included; or rows, by a repair. */
        SCANNED,
        /** Streams whose rows were brought up to date by a page. */
        APPLIED,
        /** The milliseconds that workers took. */
        MILLIS,
        /** Rows that a repair made right. */
        MENDED
    }

    /**
     * A row that is not as the events say.
     *
     * @param error what was found, in words
     * @param mended whether it is right now
     */
    public record Finding(String stream, Difference difference, String error, boolean mended) {}

    public JobPart {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        found = Collections.unmodifiableSortedMap(new TreeMap<>(found));
        findings = List.copyOf(findings);
    }

    /** A part on which nobody has worked. */
    static JobPart first(Job job, int part) {
        return new JobPart(
                job.task(part),
                job.number(),
                Optional.empty(),
                false,
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                Optional.empty(),
                job.startedAt(),
                0);
    }

    /** The count, or 0. */
    public long count(Count of) {
        return counts.getOrDefault(of, 0L);
    }

    /** The same part, with a worker or without one. */
    JobPart with(Optional<String> by, Instant now) {
        return new JobPart(task, job, cursor, done, counts, found, findings, by, now, revision + 1);
    }

    /**
     * The same part at another place.
     *
     * @param next empty if the part is done
     */
    JobPart at(Optional<String> next) {
        return new JobPart(
                task,
                job,
                next.or(() -> cursor),
                next.isEmpty(),
                counts,
                found,
                findings,
                worker,
                updatedAt,
                revision);
    }

    /** The same part with a greater count. */
    JobPart plus(Count count, long more) {
        TreeMap<Count, Long> sums = new TreeMap<>(counts);
        if (more != 0) {
            sums.merge(count, more, Long::sum);
        }
        return new JobPart(
                task, job, cursor, done, sums, found, findings, worker, updatedAt, revision);
    }

    /** The same part with what a repair found. */
    JobPart plus(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        TreeMap<Difference, Long> sums = new TreeMap<>(found);
        more.forEach(finding -> sums.merge(finding.difference(), 1L, Long::sum));
        return new JobPart(
                task,
                job,
                cursor,
                done,
                counts,
                sums,
                all.subList(0, Math.min(all.size(), MAX_FINDINGS)),
                worker,
                updatedAt,
                revision);
    }
}
