package dev.reprise.http;

import dev.reprise.consumers.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Between how many workers a consumer is shared.
 *
 * @param count the number of segments: 1, 2, 4, 8 or 16
 */
record SegmentsRequest(@Nullable Integer count) {

    int checkedCount() {
        return Input.field(
                "count",
                count,
                number -> {
                    if (!Segment.isCount(number)) {
                        throw new IllegalArgumentException("must be 1, 2, 4, 8 or 16");
                    }
                    return number;
                });
    }
}
