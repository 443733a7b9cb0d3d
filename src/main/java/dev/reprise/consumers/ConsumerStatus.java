package dev.reprise.consumers;

import java.util.Comparator;
import java.util.List;

/**
 * How far a consumer is.
 *
 * @param segments the states of its segments, by their numbers; at least one
 */
public record ConsumerStatus(List<ConsumerState> segments) {

    public ConsumerStatus {
        segments =
                segments.stream()
                        .sorted(Comparator.comparingInt(state -> state.segment().number()))
                        .toList();
    }

    public String name() {
        return segments.getFirst().name();
    }

    /** The generation of the feed that has the positions. */
    public int generation() {
        return segments.getFirst().generation();
    }

    /**
     * Every wanted commit up to this position was handled, except those of {@link #parked} streams.
     */
    public long position() {
        return segments.stream().mapToLong(ConsumerState::position).min().orElseThrow();
    }

    /** The parked streams, in the order of the feed. */
    public List<ParkedStream> parked() {
        return segments.stream()
                .flatMap(state -> state.parked().values().stream())
                .sorted(Comparator.comparingLong(ParkedStream::position))
                .toList();
    }

    /** Whether a segment handles no further commits, because too many of its streams are parked. */
    public boolean isStopped() {
        return segments.stream().anyMatch(ConsumerState::isStopped);
    }
}
