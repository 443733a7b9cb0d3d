package dev.reprise.http;

import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.feed.Sweep;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The progress of a sweep.
 *
 * @param number 1 or more
 * @param commits the number of commits that were read
 */
@Schema(name = "FeedSweep")
record SweepResponse(int number, boolean done, long commits, String startedAt, String updatedAt) {

    static SweepResponse of(Sweep sweep) {
        return new SweepResponse(
                sweep.number(),
                sweep.done(),
                sweep.commits(),
                TimestampFormat.format(sweep.startedAt()),
                TimestampFormat.format(sweep.updatedAt()));
    }
}
