package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.consumers.ConsumerStatus;
import dev.reprise.consumers.ParkedStream;
import dev.reprise.eventstore.TimestampFormat;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The states of the consumers.
 *
 * @param head the position of the last event in the feed
 * @param consumers by name
 */
@Schema(name = "FeedConsumers")
record ConsumersResponse(long head, List<Consumer> consumers) {

    ConsumersResponse {
        consumers = List.copyOf(consumers);
    }

    static ConsumersResponse of(List<ConsumerStatus> states, long head, Instant now) {
        return new ConsumersResponse(
                head, states.stream().map(state -> Consumer.of(state, head, now)).toList());
    }

    /**
     * The state of a consumer.
     *
     * @param feedGeneration the generation of the feed that has the positions
     * @param position every commit up to this position was handled, except those of parked streams
     * @param lag the number of events after the position
     * @param stopped whether so many streams are parked that others are not handled
     * @param parked the parked streams, in the order of the feed
     * @param segments by number; one if the work is not shared
     * @param wantedSegments the number of segments that there will be when leases have been given
     *     back; absent if this number is reached
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FeedConsumer")
    record Consumer(
            String name,
            int feedGeneration,
            long position,
            long lag,
            boolean stopped,
            List<Parked> parked,
            List<Segment> segments,
            @Nullable Integer wantedSegments) {

        Consumer {
            parked = List.copyOf(parked);
            segments = List.copyOf(segments);
        }

        static Consumer of(ConsumerStatus status, long head, Instant now) {
            return new Consumer(
                    status.name(),
                    status.generation(),
                    status.position(),
                    ConsumersResponse.lag(status.position(), head),
                    status.isStopped(),
                    status.parked().stream().map(Parked::of).toList(),
                    status.segments().stream().map(state -> Segment.of(state, head, now)).toList(),
                    status.segments().stream()
                            .map(ConsumersResponse::wanted)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null));
        }
    }

    /** The number of segments that there will be; null if this segment is one of that number. */
    private static @Nullable Integer wanted(ConsumerState state) {
        return state.wantedSegments() == state.segment().of() ? null : state.wantedSegments();
    }

    private static long lag(long position, long head) {
        return Math.max(0, head - position);
    }

    /**
     * The state of a segment of a consumer.
     *
     * @param feedGeneration the generation of the feed that has the position
     * @param segment the number of the segment, a slash, and the number of segments: 0/1 if the
     *     work is not shared
     * @param position every commit of the segment up to this position was handled, except those of
     *     parked streams
     * @param lag the number of events after the position, in all segments
     * @param token the token of the last lease; 0 if there was none
     * @param leasedBy who has the lease now; absent if nobody has
     * @param leasedUntil when others may take the lease; absent if nobody has it
     * @param updatedAt when the position was saved; absent if it was never saved
     * @param wantedSegments the number of segments that there will be when the lease has been given
     *     back; absent if the segment is one of that number
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ConsumersSegment")
    record Segment(
            String segment,
            int feedGeneration,
            long position,
            long lag,
            long token,
            @Nullable String leasedBy,
            @Nullable String leasedUntil,
            @Nullable String updatedAt,
            @Nullable Integer wantedSegments) {

        static Segment of(ConsumerState state, long head, Instant now) {
            Lease lease = state.isLeased(now) ? state.lease().orElseThrow() : null;
            return new Segment(
                    state.segment().toString(),
                    state.generation(),
                    state.position(),
                    ConsumersResponse.lag(state.position(), head),
                    state.token(),
                    lease == null ? null : lease.owner(),
                    lease == null ? null : TimestampFormat.format(lease.until()),
                    state.revision() == 0 ? null : TimestampFormat.format(state.updatedAt()),
                    wanted(state));
        }
    }

    /**
     * A parked stream.
     *
     * @param position the position of the first event that was not handled
     * @param error why the event was not handled
     * @param attempts how often the stream was parked at this position
     * @param retryAt when the stream is tried again
     */
    @Schema(name = "ConsumersParkedStream")
    record Parked(
            String stream,
            long position,
            String error,
            int attempts,
            String parkedAt,
            String retryAt) {

        static Parked of(ParkedStream stream) {
            return new Parked(
                    stream.stream().toString(),
                    stream.position(),
                    stream.error(),
                    stream.attempts(),
                    TimestampFormat.format(stream.parkedAt()),
                    TimestampFormat.format(stream.retryAt()));
        }
    }
}
