package dev.reprise.feed;

/**
 * Where a part of the old generation is in the new one, if not all of its commits were copied.
 * After the part, up to the next mark, both generations have the same commits in the same order.
 *
 * @param oldStart the position before the part, in the old generation
 * @param oldEnd the position of the part's last event, in the old generation
 * @param newStart the position before the part, in the new generation
 * @param newEnd the position of the part's last event, in the new generation
 */
public record PositionMark(long oldStart, long oldEnd, long newStart, long newEnd) {

    /**
     * The position in the new generation for a position in the old one. Up to the new position, the
     * new generation has only commits that the old one has up to the old position.
     *
     * @param position {@code oldStart} or more, and before the next mark
     */
    long moved(long position) {
        return position < oldEnd ? newStart : position - oldEnd + newEnd;
    }
}
