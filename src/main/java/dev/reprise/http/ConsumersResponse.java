package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.consumers.ParkedStream;
import dev.reprise.eventstore.TimestampFormat;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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

    static ConsumersResponse of(List<ConsumerState> states, long head, Instant now) {
        return new ConsumersResponse(
                head, states.stream().map(state -> Consumer.of(state, head, now)).toList());
    }

    /**
     * The state of a consumer.
     *
     * @param position every commit up to this position was handled, except those of parked streams
     * @param lag the number of events after the position
     * @param token the token of the last lease; 0 if there was none
     * @param leasedBy who has the lease now; absent if nobody has
     * @param leasedUntil when others may take the lease; absent if nobody has it
     * @param stopped whether so many streams are parked that the consumer handles no others
     * @param parked the parked streams, in the order of the feed
     * @param updatedAt when the position was saved; absent if it was never saved
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FeedConsumer")
    record Consumer(
            String name,
            long position,
            long lag,
            long token,
            @Nullable String leasedBy,
            @Nullable String leasedUntil,
            boolean stopped,
            List<Parked> parked,
            @Nullable String updatedAt) {

        Consumer {
            parked = List.copyOf(parked);
        }

        static Consumer of(ConsumerState state, long head, Instant now) {
            Lease lease = state.isLeased(now) ? state.lease().orElseThrow() : null;
            return new Consumer(
                    state.name(),
                    state.position(),
                    Math.max(0, head - state.position()),
                    state.token(),
                    lease == null ? null : lease.owner(),
                    lease == null ? null : TimestampFormat.format(lease.until()),
                    state.isStopped(),
                    state.parked().values().stream()
                            .sorted(Comparator.comparingLong(ParkedStream::position))
                            .map(Parked::of)
                            .toList(),
                    state.revision() == 0 ? null : TimestampFormat.format(state.updatedAt()));
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
