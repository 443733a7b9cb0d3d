package dev.reprise.http;

import dev.reprise.consumers.Segment;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The position of a consumer elsewhere.
 *
 * @param segment the segment that came with the lease; 0/1 if it is absent
 * @param token the token that came with the lease
 * @param position every event up to this position was handled
 * @param seconds how long the lease lasts from now on; 60 if it is absent, 0 to give it back
 */
record CheckpointRequest(
        @Nullable String segment,
        @Nullable Long token,
        @Nullable Long position,
        @Nullable Integer seconds) {

    static final String POSITION = "position";

    Segment checkedSegment() {
        return segment == null ? Segment.ALL : Input.field("segment", segment, Segment::parse);
    }

    long checkedToken() {
        return Input.field("token", token, number -> number);
    }

    /** The position, which is not after the head of the feed. */
    long checkedPosition(long head) {
        return Input.field(POSITION, position, to -> ResetRequest.upToHead(to, head));
    }

    /** Empty if the lease is given back. */
    Optional<Duration> length() {
        return Optional.of(LeaseRequest.length(seconds, 0)).filter(Duration::isPositive);
    }
}
