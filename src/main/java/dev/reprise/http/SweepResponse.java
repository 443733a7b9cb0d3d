package dev.reprise.http;

import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.feed.Sweep;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a sweep is.
 *
 * @param number from 1
 * @param commits how many commits were looked at
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
