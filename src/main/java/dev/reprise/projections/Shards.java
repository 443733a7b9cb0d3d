package dev.reprise.projections;

import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.StreamName;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Spreads what many streams write over several partitions, by a hash of the stream. A reader merges
 * them, or adds them up.
 *
 * @param count how many partitions there are in place of one, 1 to 256. Another number is another
 *     {@link Projection#schemaVersion}: a stream's rows would be in other partitions
 */
public record Shards(int count) {

    private static final int MAX = 256;

    public Shards {
        if (count < 1 || count > MAX) {
            throw new IllegalArgumentException(
                    "there must be 1 to " + MAX + " shards, found " + count);
        }
    }

    /** The partition in which a stream writes, such as {@code 2026-11.7}. */
    public String partition(String name, StreamName stream) {
        byte[] hash = new FramedDigest().add(stream.toString()).digest().bytes();
        return partition(name, Byte.toUnsignedInt(hash[0]) % count);
    }

    /** All partitions of a name. */
    public List<String> partitions(String name) {
        return IntStream.range(0, count).mapToObj(shard -> partition(name, shard)).toList();
    }

    private static String partition(String name, int shard) {
        return name + "." + shard;
    }
}
