package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static dev.reprise.orders.OrderSamples.item;
import static dev.reprise.orders.OrderSamples.price;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.dynamodb.DynamoDbCommitScan;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.dynamodb.DynamoDbViewStore;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.lambda.ProjectorFunctions;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.local.StreamRecords;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.ViewStore;
import dev.reprise.serialization.EventFormat;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An order whose commits were written in different formats, on DynamoDB. */
@RunsBesideQuarkus
class MixedFormatsIT {

    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();

    private final String tables = DynamoDbLocal.freshTables();
    private final EventStore store = new DynamoDbEventStore(CLIENT, tables + "-events");
    private final ViewStore views = new DynamoDbViewStore(CLIENT, tables + "-views");

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Test
    void an_order_with_commits_of_several_formats_is_loaded_verified_and_projected() {
        // Enough items that the commit is deflated.
        List<OrderItem> many = Collections.nCopies(150, WIDGETS);
        handle(EventFormat.PROTOBUF, "c1", new CreateOrder(CUSTOMER, many, null));
        handle(EventFormat.JSON, "c2", new AddItem(WIDGETS));
        handle(EventFormat.AVRO, "c3", new AddItem(WIDGETS));
        handle(EventFormat.AVRO, "c4", new AddItem(item("gadget", 1, "0.50")));
        handle(EventFormat.PROTOBUF, "c5", new AddItem(item("gadget", 2, "0.5")));
        handle(EventFormat.JSON, "c6", new AddItem(item("gadget", 3, "0.5")));

        List<Commit> commits = Commits.all(store, ORDER.stream());
        assertThat(commits)
                .extracting(commit -> commit.events().format())
                .containsExactly("protobuf", "json", "avro", "avro", "protobuf", "json");
        Commit last = commits.getLast();
        assertThat(store.verify(ORDER.stream()))
                .isEqualTo(new Verification.Intact(new StreamVersion(156), 6, last.hash()));

        VersionedState<Order> order =
                new Orders(store).replay().current(ORDER.stream()).orElseThrow();
        assertThat(((Order.Created) order.state()).contents().items().lines())
                .containsExactly(
                        new OrderLine(WIDGETS.itemId(), 304, price("15.99")),
                        new OrderLine(new ItemId("gadget"), 6, price("0.5")));

        OrderSummariesProjection projection = new OrderSummariesProjection();
        var projector =
                ProjectorFunctions.of(
                        projection,
                        views,
                        store,
                        new DynamoDbCommitScan(CLIENT, tables + "-events"));
        assertThat(projector.apply(StreamRecords.inserts(CLIENT, tables + "-events"))).isEmpty();
        ProjectedRow row =
                views.read(new RowKey(projection.name(), 1, ORDER.stream()))
                        .flatMap(StoredRow::intact)
                        .orElseThrow();
        assertThat(row.view()).contains(projection.encode(order.state()));
        assertThat(row.hash()).contains(last.hash());
    }

    private void handle(EventFormat format, String id, Order.Command command) {
        Orders orders =
                new Orders(store, new OrderEventCodec(format), () -> Commits.AT, () -> () -> false);
        assertThat(
                        orders.handle(
                                ORDER,
                                command,
                                new CommandId(id),
                                new Precondition.None(),
                                Metadata.NONE))
                .isInstanceOf(CommandResult.Handled.class);
    }
}
