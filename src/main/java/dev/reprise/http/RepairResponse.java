package dev.reprise.http;

import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.projections.Difference;
import dev.reprise.projections.Job;
import dev.reprise.projections.JobPart;
import dev.reprise.projections.JobPart.Count;
import dev.reprise.projections.JobPart.Finding;
import dev.reprise.projections.Repair;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a repair is, and what it found.
 *
 * @param generation the number of the generation whose rows are compared
 * @param parts in how many parts it is done: the last one reads the rows, the others the events
 * @param scanned how many commits and rows were read
 * @param found how many rows with each difference were found
 * @param mended how many of them are right now
 * @param streams the first streams that differed, by part
 */
@Schema(name = "Repair")
record RepairResponse(
        String name,
        int generation,
        Job.State state,
        boolean dryRun,
        String startedAt,
        int parts,
        int partsDone,
        long scanned,
        Map<Difference, Long> found,
        long mended,
        List<DifferentStream> streams) {

    private static final int MAX_STREAMS = 100;

    RepairResponse {
        found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
        streams = List.copyOf(streams);
    }

    /**
     * A stream whose row was not as its events say.
     *
     * @param error what was found, in words
     * @param mended whether the row is right now
     */
    record DifferentStream(String stream, Difference difference, String error, boolean mended) {

        static DifferentStream of(Finding finding) {
            return new DifferentStream(
                    finding.stream(), finding.difference(), finding.error(), finding.mended());
        }
    }

    static RepairResponse of(Repair.Progress progress) {
        Job job = progress.job();
        Map<Difference, Long> found = new TreeMap<>();
        for (JobPart part : progress.parts()) {
            part.found().forEach((difference, rows) -> found.merge(difference, rows, Long::sum));
        }
        return new RepairResponse(
                job.projection(),
                job.generation(),
                job.state(),
                !job.takesEffect(),
                TimestampFormat.format(job.startedAt()),
                job.parts(),
                (int) progress.parts().stream().filter(JobPart::done).count(),
                sum(progress, Count.SCANNED),
                found,
                sum(progress, Count.MENDED),
                progress.parts().stream()
                        .flatMap(part -> part.findings().stream())
                        .limit(MAX_STREAMS)
                        .map(DifferentStream::of)
                        .toList());
    }

    private static long sum(Repair.Progress progress, Count count) {
        return progress.parts().stream().mapToLong(part -> part.count(count)).sum();
    }
}
