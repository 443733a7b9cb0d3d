package dev.reprise.http;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An order of 1,000 lines and {@link #EVENTS} events, in 11 commits. */
final class LargeOrder {

    static final int EVENTS = 10_001;

    private static final int COMMITS = 10;
    private static final int LINES = 1_000;

    private LargeOrder() {}

    /** Creates the order, and returns its id. */
    static String create() {
        String id = Api.createOrder(0);
        String changes =
                IntStream.range(0, LINES)
                        .mapToObj(
                                "{\"type\":\"ADD_ITEM\",\"itemId\":\"i%d\",\"quantity\":1,\"price\":1}"
                                        ::formatted)
                        .collect(Collectors.joining(",", "{\"changes\":[", "]}"));
        for (int i = 0; i < COMMITS; i++) {
            Api.patch("/orders/" + id, changes).expect(200);
        }
        return id;
    }
}
