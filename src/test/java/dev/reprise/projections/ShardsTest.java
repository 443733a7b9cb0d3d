package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.StreamName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {

    private static StreamName stream(String id) {
        return new StreamName("order", id);
    }

    /** The shard of a stream is stored: another hash would be another schema version. */
    @Test
    void the_shard_of_a_stream_is_pinned() {
        Shards shards = new Shards(16);

        assertThat(
                        Stream.of("a1b2c3d4", "order-0", "order-1", "order-2")
                                .map(id -> shards.partition("2026-11", stream(id))))
                .containsExactly("2026-11.9", "2026-11.0", "2026-11.6", "2026-11.3");
    }

    @Test
    void there_is_a_partition_for_each_shard() {
        assertThat(new Shards(3).partitions("days"))
                .isEqualTo(List.of("days.0", "days.1", "days.2"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16, 256})
    void streams_are_spread_over_all_shards(int count) {
        Shards shards = new Shards(count);

        Map<String, Long> streams =
                IntStream.range(0, 100 * count)
                        .mapToObj(i -> shards.partition("p", stream("id-" + i)))
                        .collect(Collectors.groupingBy(p -> p, Collectors.counting()));

        assertThat(streams.keySet()).containsExactlyInAnyOrderElementsOf(shards.partitions("p"));
        assertThat(streams.values()).allMatch(size -> size >= 50 && size <= 150);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 257})
    void there_are_1_to_256_shards(int count) {
        assertThatThrownBy(() -> new Shards(count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there must be 1 to 256 shards, found " + count);
    }
}
