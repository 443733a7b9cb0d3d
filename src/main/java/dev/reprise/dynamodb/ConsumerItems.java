package dev.reprise.dynamodb;

import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.consumers.ParkedStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Translates consumers to items of the feed table, and back. */
final class ConsumerItems {

    private ConsumerItems() {}

    static Map<String, AttributeValue> item(Map<String, AttributeValue> key, ConsumerState state) {
        Map<String, AttributeValue> item = new HashMap<>(key);
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
        item.put(FeedTable.UPDATED_AT, Attributes.number(state.updatedAt().toEpochMilli()));
        item.put(FeedTable.REVISION, Attributes.number(state.revision()));
        return item;
    }

    static ConsumerState state(Map<String, AttributeValue> item) {
        return new ConsumerState(
                Attributes.text(item, FeedTable.PLACE),
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
