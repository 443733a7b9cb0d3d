package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.MergedPartitions.Query;
import dev.reprise.projections.SharedSearch.PositionFilter;
import dev.reprise.projections.ViewStore.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Partitions with positions such as {@code 07}, which are read two at a time. */
class MergedPartitionsTest {

    private static final int PAGE_SIZE = 2;

    private final Map<String, List<String>> partitions = new TreeMap<>();
    private final Collection<String> queries = new ConcurrentLinkedQueue<>();

    /** From the highest to the lowest position. */
    private Query.Result read(String partition, Optional<String> below) {
        queries.add(partition + below.map(position -> "<" + position).orElse(""));
        List<Found> found =
                partitions.getOrDefault(partition, List.of()).stream()
                        .filter(position ->
                                below.filter(end -> position.compareTo(end) >= 0).isEmpty())
                        .sorted(Comparator.reverseOrder())
                        .limit(PAGE_SIZE)
                        .map(position -> new Found(new StreamName("order", position), position))
                        .toList();
        return new Query.Result(found, found.size() == PAGE_SIZE);
    }

    private MergedPartitions merged(PositionFilter filter, List<List<String>> groups) {
        return new MergedPartitions(this::read, groups, Optional.empty(), filter);
    }

    private MergedPartitions merged(String... group) {
        return merged(PositionFilter.NONE, List.of(List.of(group)));
    }

    private static List<String> positions(List<Found> found) {
        return found.stream().map(Found::position).toList();
    }

    private void put(String partition, String... positions) {
        partitions.put(partition, List.of(positions));
    }

    /** Leaves out odd positions, one after the other. */
    private static PositionFilter even() {
        return position ->
                Integer.parseInt(position) % 2 == 1 ? Optional.of(position) : Optional.empty();
    }

    @Test
    void positions_of_all_partitions_are_merged_from_the_highest_down() {
        put("a", "01", "04", "05", "09");
        put("b", "02", "08");
        put("c");

        MergedPartitions merged = merged("a", "b", "c");

        assertThat(positions(merged.take(4))).containsExactly("09", "08", "05", "04");
        assertThat(merged.isAtEnd()).isFalse();
        assertThat(positions(merged.take(4))).containsExactly("02", "01");
        assertThat(merged.isAtEnd()).isTrue();
    }

    @Test
    void a_partition_is_read_on_only_when_the_list_comes_to_the_end_of_it() {
        put("a", "07", "08", "09");
        put("b", "01", "02", "03");

        MergedPartitions merged = merged("a", "b");
        merged.take(2);
        assertThat(queries).containsExactlyInAnyOrder("a", "b");
        merged.take(1);

        assertThat(queries).containsExactlyInAnyOrder("a", "b", "a<08");
    }

    @Test
    void a_group_is_read_when_the_one_before_has_no_more() {
        put("new", "09");
        put("old", "01");

        MergedPartitions merged =
                merged(PositionFilter.NONE, List.of(List.of("new"), List.of("old")));

        assertThat(positions(merged.take(1))).containsExactly("09");
        assertThat(queries).containsExactly("new");
        assertThat(merged.isAtEnd()).isFalse();
        assertThat(positions(merged.take(5))).containsExactly("01");
    }

    @Test
    void what_the_filter_skips_is_not_read() {
        partitions.put("a", IntStream.range(0, 100).mapToObj("%02d"::formatted).toList());
        PositionFilter filter =
                position ->
                        position.compareTo("90") < 0 && position.compareTo("10") >= 0
                                ? Optional.of("10")
                                : Optional.empty();

        List<String> found = positions(merged(filter, List.of(List.of("a"))).take(100));

        assertThat(found).hasSize(20).startsWith("99").endsWith("00").doesNotContain("89", "10");
        assertThat(queries).hasSize(5 + 1 + 5 + 1);
    }

    @Test
    void a_filter_that_goes_on_above_a_position_is_refused() {
        put("a", "01", "02", "03");

        assertThatThrownBy(() -> merged(_ -> Optional.of("09"), List.of(List.of("a"))).take(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the filter must go on at or below 03, found 09");
    }

    @RepeatedTest(200)
    void every_position_is_taken_once_and_in_order(RepetitionInfo repetition) {
        Random random = new Random(20_260_401L + repetition.getCurrentRepetition());
        List<List<String>> groups = new ArrayList<>();
        int next = 60;
        for (int group = 0; group < 3; group++) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                names.add(group + "-" + i);
                partitions.put(group + "-" + i, new ArrayList<>());
            }
            for (int i = 0; i < 20; i++) {
                next--;
                if (random.nextBoolean()) {
                    partitions
                            .computeIfAbsent(
                                    names.get(random.nextInt(names.size())), _ -> new ArrayList<>())
                            .add("%02d".formatted(next));
                }
            }
            groups.add(names);
        }
        boolean filtered = random.nextBoolean();
        MergedPartitions merged = merged(filtered ? even() : PositionFilter.NONE, groups);

        List<String> taken = new ArrayList<>();
        while (!merged.isAtEnd()) {
            taken.addAll(positions(merged.take(random.nextInt(1, 5))));
        }

        assertThat(taken)
                .isEqualTo(
                        partitions.values().stream()
                                .flatMap(List::stream)
                                .filter(p -> !filtered || Integer.parseInt(p) % 2 == 0)
                                .sorted(Comparator.reverseOrder())
                                .toList());
    }

    @Test
    void a_list_whose_queries_are_used_up_goes_on_where_it_stopped() {
        String[] all = IntStream.range(0, 3_000).mapToObj("%04d"::formatted).toArray(String[]::new);
        put("a", all);
        put("b", "1501");
        PositionFilter nothingButLow =
                position ->
                        position.compareTo("0003") > 0 ? Optional.of(position) : Optional.empty();
        List<List<String>> group = List.of(List.of("a", "b"));

        List<String> taken = new ArrayList<>();
        Optional<String> below = Optional.empty();
        int pages = 0;
        boolean end = false;
        while (!end && pages < 10) {
            MergedPartitions page = new MergedPartitions(this::read, group, below, nothingButLow);
            taken.addAll(positions(page.take(10)));
            end = page.isAtEnd();
            below = page.reached();
            pages++;
        }

        assertThat(taken).containsExactly("0003", "0002", "0001", "0000");
        assertThat(pages).isEqualTo(4);
        assertThat(queries).hasSizeLessThan(pages * MergedPartitions.MAX_QUERIES);
    }

    @Test
    void the_first_page_begins_below_a_position() {
        put("a", "01", "02", "03");

        MergedPartitions merged =
                new MergedPartitions(
                        this::read, List.of(List.of("a")), Optional.of("03"), PositionFilter.NONE);

        assertThat(positions(merged.take(5))).containsExactly("02", "01");
    }

    @Test
    void positions_are_ordered_by_their_utf_8() {
        String[] positions = {"\uFFFD", "\uD83D\uDE00", "z"};
        Stream.of(positions).forEach(position -> put(position, position));

        assertThat(Arrays.asList(positions))
                .containsExactlyInAnyOrderElementsOf(positions(merged(positions).take(3)));
        assertThat(positions(merged(positions).take(3)))
                .containsExactly("\uD83D\uDE00", "\uFFFD", "z");
    }
}
