package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.http.ProjectionsResponse.ParkedStream;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Job;
import dev.reprise.projections.JobPart;
import dev.reprise.projections.JobPart.Count;
import dev.reprise.projections.Rebuild;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How far a rebuild is.
 *
 * @param generation the number of the generation that it builds
 * @param state {@code SCANNED}: the generation has all events, and is not live yet
 * @param automatic whether it becomes live by itself
 * @param parts in how many parts the events are scanned
 * @param partsDone how many of them are done
 * @param scanned how many commits were read, those of other categories included
 * @param applied how many rows were brought up to date; a row that takes several pages counts
 *     several times
 * @param rowsPerSecond absent before the first page
 * @param secondsLeft an estimate; absent if it is not known, or if nothing is left to scan
 * @param parked the first parked streams of the generation, by name; none once it is live
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Rebuild")
record RebuildResponse(
        String name,
        int generation,
        Job.State state,
        boolean automatic,
        String startedAt,
        int parts,
        int partsDone,
        long scanned,
        long applied,
        @Nullable Long rowsPerSecond,
        @Nullable Long secondsLeft,
        List<ParkedStream> parked,
        @Nullable GenerationsResponse generations) {

    private static final long MILLIS = 1_000;

    RebuildResponse {
        parked = List.copyOf(parked);
    }

    /** A rebuild that begins. */
    static RebuildResponse of(Job job, Generations generations) {
        return of(
                new Rebuild.Progress(
                        job, List.of(), Optional.of(generations), List.of(), OptionalLong.empty()));
    }

    static RebuildResponse of(Rebuild.Progress progress) {
        Job job = progress.job();
        long scanned = sum(progress, Count.SCANNED);
        long applied = sum(progress, Count.APPLIED);
        // The parts are scanned at the same time.
        long millis =
                progress.parts().stream()
                        .mapToLong(part -> part.count(Count.MILLIS))
                        .max()
                        .orElse(0);
        long left = progress.commits().orElse(0) - scanned;
        boolean isScanning = job.state() == Job.State.RUNNING || job.state() == Job.State.PAUSED;
        return new RebuildResponse(
                job.projection(),
                job.generation(),
                job.state(),
                job.takesEffect(),
                TimestampFormat.format(job.startedAt()),
                job.parts(),
                (int) progress.parts().stream().filter(JobPart::done).count(),
                scanned,
                applied,
                millis == 0 ? null : applied * MILLIS / millis,
                isScanning && scanned > 0 && left > 0 ? left * millis / scanned / MILLIS : null,
                progress.parked().stream().flatMap(ParkedStream::of).toList(),
                progress.generations().map(GenerationsResponse::of).orElse(null));
    }

    private static long sum(Rebuild.Progress progress, Count count) {
        return progress.parts().stream().mapToLong(part -> part.count(count)).sum();
    }
}
