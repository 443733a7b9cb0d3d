package dev.reprise.dynamodb;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.feed.FeedPage;
import dev.reprise.feed.FeedRebuild;
import dev.reprise.feed.FeedStore.BlockedStream;
import dev.reprise.feed.IndexedStream;
import dev.reprise.feed.Sweep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Encodes the pages and the streams of a generation of the feed as items, and decodes them. */
final class FeedItems {

    /**
     * The limit for inflating: similar entries deflate to very little, but readers inflate them.
     */
    private static final int MAX_INFLATED_BYTES = 2 * 1024 * 1024;

    private static final Set<String> PAGE_ATTRIBUTES =
            Set.of(
                    FeedTable.FEED,
                    FeedTable.PLACE,
                    FeedTable.ENTRIES,
                    FeedTable.SETTLED,
                    FeedTable.STREAM_COUNT,
                    FeedTable.HASH);

    private final int generation;

    FeedItems(int generation) {
        this.generation = generation;
    }

    Map<String, AttributeValue> page(FeedPage page) {
        Map<String, AttributeValue> item = new HashMap<>(pageKey(page.firstPosition()));
        item.put(
                FeedTable.ENTRIES,
                Attributes.binary(Zlib.deflate(FeedEntries.encode(page.entries()))));
        if (page.settledUpTo() > 0) {
            item.put(FeedTable.SETTLED, Attributes.number(page.settledUpTo()));
        }
        page.streamCount()
                .ifPresent(count -> item.put(FeedTable.STREAM_COUNT, Attributes.number(count)));
        item.put(FeedTable.HASH, Attributes.binary(page.hash().bytes()));
        return item;
    }

    /** The item at the position after the last event of a generation that has ended. */
    Map<String, AttributeValue> seal(long position, int next) {
        Map<String, AttributeValue> item = new HashMap<>(pageKey(position));
        item.put(FeedTable.NUMBER, Attributes.number(next));
        return item;
    }

    /** The generation that goes on after this item; empty if the item is not a seal. */
    static OptionalInt nextAfterSeal(Map<String, AttributeValue> item) {
        return item.containsKey(FeedTable.NUMBER)
                ? OptionalInt.of(Attributes.positiveInt(item, FeedTable.NUMBER))
                : OptionalInt.empty();
    }

    private Map<String, AttributeValue> pageKey(long firstPosition) {
        return key(FeedTable.pages(generation), FeedTable.place(firstPosition));
    }

    static Map<String, AttributeValue> key(String partition, String place) {
        return Map.of(
                FeedTable.FEED,
                Attributes.text(partition),
                FeedTable.PLACE,
                Attributes.text(place));
    }

    /** Adds the generation of the item's position. */
    static void putGeneration(Map<String, AttributeValue> item, int generation) {
        if (generation > FeedRebuild.FIRST) {
            item.put(FeedTable.NUMBER, Attributes.number(generation));
        }
    }

    /** The generation of the item's position. */
    static int generation(Map<String, AttributeValue> item) {
        return item.containsKey(FeedTable.NUMBER)
                ? Attributes.positiveInt(item, FeedTable.NUMBER)
                : FeedRebuild.FIRST;
    }

    /** The position at which the item of a page or a seal stands. */
    static long position(Map<String, AttributeValue> item) {
        return Attributes.parsed(
                FeedTable.PLACE, () -> Long.parseLong(Attributes.text(item, FeedTable.PLACE)));
    }

    static FeedPage page(Map<String, AttributeValue> item) {
        Attributes.requireOnly(PAGE_ATTRIBUTES, item.keySet());
        return new FeedPage(
                FeedEntries.decode(
                        position(item),
                        Attributes.inflated(
                                FeedTable.ENTRIES,
                                Attributes.binary(item, FeedTable.ENTRIES),
                                MAX_INFLATED_BYTES)),
                item.containsKey(FeedTable.SETTLED)
                        ? Attributes.positiveLong(item, FeedTable.SETTLED)
                        : 0,
                item.containsKey(FeedTable.STREAM_COUNT)
                        ? Optional.of(Attributes.number(item, FeedTable.STREAM_COUNT))
                        : Optional.empty(),
                digest(item));
    }

    Map<String, AttributeValue> streamKey(StreamName stream) {
        return key(FeedTable.streams(generation, stream), stream.toString());
    }

    static IndexedStream stream(Map<String, AttributeValue> item) {
        StreamName name = name(item);
        return new IndexedStream(
                name,
                new StreamVersion(Attributes.positiveLong(item, FeedTable.VERSION)),
                digest(item),
                Attributes.positiveLong(item, FeedTable.POSITION),
                Attributes.instant(item, FeedTable.AT));
    }

    static StreamName name(Map<String, AttributeValue> item) {
        return StreamName.parse(Attributes.text(item, FeedTable.PLACE))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "attribute " + FeedTable.PLACE + " names no stream"));
    }

    Map<String, AttributeValue> blockedKey(StreamName stream) {
        return key(FeedTable.blocked(generation), stream.toString());
    }

    static BlockedStream blocked(Map<String, AttributeValue> item) {
        return new BlockedStream(name(item), Attributes.text(item, FeedTable.ERROR));
    }

    Map<String, AttributeValue> sweepKey() {
        return key(FeedTable.sweep(generation), FeedTable.LAST);
    }

    Map<String, AttributeValue> sweep(Sweep sweep) {
        Map<String, AttributeValue> item = new HashMap<>(sweepKey());
        item.put(FeedTable.NUMBER, Attributes.number(sweep.number()));
        item.put(FeedTable.DONE, AttributeValue.fromBool(sweep.done()));
        sweep.cursor().ifPresent(place -> item.put(FeedTable.CURSOR, Attributes.text(place)));
        item.put(FeedTable.COMMITS, Attributes.number(sweep.commits()));
        item.put(FeedTable.STARTED_AT, Attributes.number(sweep.startedAt().toEpochMilli()));
        item.put(FeedTable.UPDATED_AT, Attributes.number(sweep.updatedAt().toEpochMilli()));
        item.put(FeedTable.REVISION, Attributes.number(sweep.revision()));
        return item;
    }

    static Sweep sweep(Map<String, AttributeValue> item) {
        return new Sweep(
                Attributes.positiveInt(item, FeedTable.NUMBER),
                Attributes.required(item, FeedTable.DONE, AttributeValue.Type.BOOL).bool(),
                Attributes.optionalText(item, FeedTable.CURSOR),
                Attributes.number(item, FeedTable.COMMITS),
                Attributes.instant(item, FeedTable.STARTED_AT),
                Attributes.instant(item, FeedTable.UPDATED_AT),
                Attributes.positiveLong(item, FeedTable.REVISION));
    }

    private static Digest digest(Map<String, AttributeValue> item) {
        return Attributes.parsed(
                FeedTable.HASH, () -> Digest.of(Attributes.binary(item, FeedTable.HASH)));
    }
}
