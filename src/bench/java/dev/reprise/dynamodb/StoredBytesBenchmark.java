package dev.reprise.dynamodb;

import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.StreamName;
import dev.reprise.orders.MeasuredOrders;
import dev.reprise.serialization.EventFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Measures the bytes of a stored event, by DynamoDB's rules for the size of an item. */
class StoredBytesBenchmark {

    @Test
    void bytes_of_a_stored_event() throws Exception {
        MarkdownTable table =
                new MarkdownTable(
                        "format",
                        "one event per commit: event",
                        "whole item",
                        "ten events per commit: each event",
                        "each event as stored",
                        "whole item");
        for (EventFormat format : EventFormat.values()) {
            EncodedEvents one = MeasuredOrders.codec(format).encode(MeasuredOrders.added(1));
            EncodedEvents ten = MeasuredOrders.codec(format).encode(MeasuredOrders.added(10));
            Map<String, AttributeValue> item = item(ten);
            table.row(
                    format.name(),
                    String.valueOf(one.size()),
                    String.valueOf(ItemSize.bytes(item(one))),
                    String.valueOf(ten.size() / 10),
                    String.valueOf(storedEvents(item) / 10),
                    String.valueOf(ItemSize.bytes(item)));
        }
        Numbers.add(
                "Bytes of a stored event",
                "Commits that add items, without metadata. Events are deflated where that saves a"
                        + " write unit of 1 KiB.",
                table);
    }

    private static Map<String, AttributeValue> item(EncodedEvents events) {
        CommitBoundary start =
                CommitBoundary.startOf(new StreamName("order", UUID.randomUUID().toString()));
        return CommitItem.encode(
                        Commits.commit(start, UUID.randomUUID().toString(), events, Commits.AT))
                .attributes();
    }

    private static int storedEvents(Map<String, AttributeValue> item) {
        return ItemSize.bytes(Map.of("", Attributes.required(item, EventsTable.EVENTS)));
    }
}
