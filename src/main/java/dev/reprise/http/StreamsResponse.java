package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.StreamName;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of streams.
 *
 * @param streams in no order
 * @param next the {@code cursor} of the next page; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "StreamPage")
record StreamsResponse(List<ListedStream> streams, @Nullable String next) {

    StreamsResponse {
        streams = List.copyOf(streams);
    }

    /**
     * A stream.
     *
     * @param stream its name
     */
    @Schema(name = "ListedStream")
    record ListedStream(String stream) {}

    static StreamsResponse of(List<StreamName> streams, Optional<String> next) {
        return new StreamsResponse(
                streams.stream().map(stream -> new ListedStream(stream.toString())).toList(),
                next.orElse(null));
    }
}
