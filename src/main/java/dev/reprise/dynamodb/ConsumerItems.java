package dev.reprise.dynamodb;

import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.consumers.ParkedStream;
import dev.reprise.consumers.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Translates consumers to items of the feed table, and back. */
final class ConsumerItems {

    /** Between a name and a segment's number; a name cannot have it. */
    private static final String SEGMENT = "#";

    /**
     * With this after a name, a place sorts after the segments of the name, and before longer
     * names.
     */
    static final String AFTER_SEGMENTS = "$";

    private ConsumerItems() {}

    /** Where a segment is stored: the name and the number; only the name for the first segment. */
    static String place(ConsumerState state) {
        int number = state.segment().number();
        return state.name() + (number == 0 ? "" : SEGMENT + number);
    }

    static Map<String, AttributeValue> item(Map<String, AttributeValue> key, ConsumerState state) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        FeedItems.putGeneration(item, state.generation());
        item.put(FeedTable.POSITION, Attributes.number(state.position()));
        state.lease()
                .ifPresent(lease -> {
                    item.put(FeedTable.OWNER, Attributes.text(lease.owner()));
                    item.put(
                            FeedTable.LEASED_UNTIL,
                            Attributes.number(lease.until().toEpochMilli()));
                });
        item.put(FeedTable.TOKEN, Attributes.number(state.token()));
        if (!state.parked().isEmpty()) {
            item.put(
                    FeedTable.PARKED,
                    AttributeValue.fromL(
                            state.parked().values().stream()
                                    .map(ConsumerItems::parked)
                                    .map(AttributeValue::fromM)
                                    .toList()));
        }
        if (state.segment().of() > 1) {
            item.put(FeedTable.SEGMENTS, Attributes.number(state.segment().of()));
        }
        if (state.wantedSegments() > 1) {
            item.put(FeedTable.WANTED_SEGMENTS, Attributes.number(state.wantedSegments()));
        }
        item.put(FeedTable.UPDATED_AT, Attributes.number(state.updatedAt().toEpochMilli()));
        item.put(FeedTable.REVISION, Attributes.number(state.revision()));
        return item;
    }

    static ConsumerState state(Map<String, AttributeValue> item) {
        String[] place = Attributes.text(item, FeedTable.PLACE).split(SEGMENT, 2);
        return new ConsumerState(
                place[0],
                new Segment(
                        place.length == 1 ? 0 : Integer.parseInt(place[1]),
                        count(item, FeedTable.SEGMENTS)),
                count(item, FeedTable.WANTED_SEGMENTS),
                FeedItems.generation(item),
                Attributes.number(item, FeedTable.POSITION),
                Attributes.optionalText(item, FeedTable.OWNER)
                        .map(owner ->
                                new Lease(owner, Attributes.instant(item, FeedTable.LEASED_UNTIL))),
                Attributes.number(item, FeedTable.TOKEN),
                Optional.ofNullable(item.get(FeedTable.PARKED))
                        .map(AttributeValue::l)
                        .orElse(List.of())
                        .stream()
                        .map(AttributeValue::m)
                        .map(ConsumerItems::parked)
                        .collect(Collectors.toMap(ParkedStream::stream, Function.identity())),
                Attributes.instant(item, FeedTable.UPDATED_AT),
                Attributes.positiveLong(item, FeedTable.REVISION));
    }

    /** 1 if the attribute is absent. */
    private static int count(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Attributes.positiveInt(item, name) : 1;
    }

    private static Map<String, AttributeValue> parked(ParkedStream stream) {
        return Map.of(
                FeedTable.PLACE,
                Attributes.text(stream.stream().toString()),
                FeedTable.POSITION,
                Attributes.number(stream.position()),
                FeedTable.ERROR,
                Attributes.text(stream.error()),
                FeedTable.ATTEMPTS,
                Attributes.number(stream.attempts()),
                FeedTable.STARTED_AT,
                Attributes.number(stream.parkedAt().toEpochMilli()),
                FeedTable.RETRY_AT,
                Attributes.number(stream.retryAt().toEpochMilli()));
    }

    private static ParkedStream parked(Map<String, AttributeValue> item) {
        return new ParkedStream(
                FeedItems.name(item),
                Attributes.positiveLong(item, FeedTable.POSITION),
                Attributes.text(item, FeedTable.ERROR),
                Attributes.positiveInt(item, FeedTable.ATTEMPTS),
                Attributes.instant(item, FeedTable.STARTED_AT),
                Attributes.instant(item, FeedTable.RETRY_AT));
    }
}
