package dev.reprise.http;

import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.feed.FeedRebuild;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The progress of a rebuild of the feed.
 *
 * @param newGeneration the number of the generation that is made
 * @param done whether the new generation is live
 * @param copiedUpTo the position in the old generation up to which the commits were copied
 * @param leftOut the number of commits that were not copied, without those of damaged pages
 */
@Schema(name = "FeedRebuild")
record FeedRebuildResponse(
        int newGeneration,
        boolean done,
        long copiedUpTo,
        long leftOut,
        String startedAt,
        String updatedAt) {

    static FeedRebuildResponse of(FeedRebuild rebuild) {
        return new FeedRebuildResponse(
                rebuild.generation(),
                rebuild.done(),
                rebuild.copiedUpTo(),
                rebuild.leftOut(),
                TimestampFormat.format(rebuild.startedAt()),
                TimestampFormat.format(rebuild.updatedAt()));
    }
}
