package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Tenant;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import java.math.BigDecimal;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Another process that writes to the events table, outside the service. */
final class OtherProcess implements AutoCloseable {

    private final DynamoDbClient client = DynamoDbLocal.client();
    private final Orders orders = new Orders(new DynamoDbEventStore(client, StoredCommits.table()));

    /** Adds an item to an order. Fails the test if that does not succeed. */
    void addItem(String orderId) {
        OrderItem item =
                new OrderItem(new ItemId("rival"), new Quantity(1), new Price(BigDecimal.ONE));
        assertThat(
                        orders.handle(
                                new OrderId(Tenant.ONLY, orderId),
                                new AddItem(item),
                                new CommandId(UUID.randomUUID().toString()),
                                new Precondition.None(),
                                Metadata.NONE))
                .isInstanceOf(CommandResult.Handled.class);
    }

    @Override
    public void close() {
        client.close();
    }
}
