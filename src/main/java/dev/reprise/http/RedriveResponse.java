package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.StreamName;
import dev.reprise.http.ProjectionsResponse.ParkedStream;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.Redrive;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of a redrive. */
final class RedriveResponse {

    private RedriveResponse() {}

    /**
     * The rows of the stream that were parked, as they are now.
     *
     * @param rows one for each generation that is written, the live one first
     */
    @Schema(name = "RedrivenStream")
    record Stream(String stream, List<Row> rows) {

        Stream {
            rows = List.copyOf(rows);
        }

        static Stream of(StreamName stream, Redrive.Result.Redriven redriven) {
            return new Stream(stream.toString(), redriven.rows().stream().map(Row::of).toList());
        }
    }

    /**
     * A row.
     *
     * @param version the number of the last event in it
     * @param parked why the row is parked again; absent if it is not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RedrivenRow")
    record Row(int generation, long version, @Nullable ParkedStream parked) {

        static Row of(ProjectedRow row) {
            return new Row(
                    row.key().generation(),
                    row.version().value(),
                    ParkedStream.of(row).findFirst().orElse(null));
        }
    }

    /**
     * How many rows were tried.
     *
     * @param redriven how many rows were tried again
     * @param parkedAgain how many of them are parked again
     * @param needRebuild how many parked rows were not tried, because only a rebuild makes them
     *     right
     */
    @Schema(name = "RedrivenProjection")
    record All(int redriven, int parkedAgain, int needRebuild) {

        static All of(Redrive.Count count) {
            return new All(count.redriven(), count.parkedAgain(), count.needRebuild());
        }
    }
}
