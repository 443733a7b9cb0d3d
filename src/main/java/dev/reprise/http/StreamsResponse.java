package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.feed.IndexedStream;
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
     * A stream. All but the name is known of a stream in the feed only.
     *
     * @param version the sequence number of its last event in the feed
     * @param lastPosition the position of that event
     * @param lastCommittedAt the timestamp of that event
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ListedStream")
    record ListedStream(
            String stream,
            @Nullable Long version,
            @Nullable Long lastPosition,
            @Nullable String lastCommittedAt) {}

    static StreamsResponse ofFeed(
            List<IndexedStream> streams, Caller caller, Optional<String> next) {
        return new StreamsResponse(
                streams.stream()
                        .map(stream ->
                                new ListedStream(
                                        caller.shown(stream.stream().toString()),
                                        stream.version().value(),
                                        stream.lastPosition(),
                                        TimestampFormat.format(stream.lastAt())))
                        .toList(),
                next.orElse(null));
    }

    static StreamsResponse ofEvents(List<StreamName> streams, Optional<String> next) {
        return new StreamsResponse(
                streams.stream()
                        .map(stream -> new ListedStream(stream.toString(), null, null, null))
                        .toList(),
                next.orElse(null));
    }
}
