package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class DynamoDbLocalTest {

    private static final Map<String, AttributeValue> COMMIT =
            Map.of("stream", AttributeValue.fromS("order-1"), "seq", AttributeValue.fromN("1"));

    @Test
    void the_events_table_is_created_as_the_template_declares_it() {
        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            TableDescription table = events(dynamoDb, DynamoDbLocal.freshTables());

            assertThat(table.keySchema())
                    .extracting(key -> key.attributeName() + " " + key.keyTypeAsString())
                    .containsExactly("stream HASH", "seq RANGE");
            assertThat(table.streamSpecification().streamViewType())
                    .isEqualTo(StreamViewType.NEW_IMAGE);
        }
    }

    @Test
    void a_table_that_exists_keeps_its_items() {
        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            String prefix = DynamoDbLocal.freshTables();
            dynamoDb.putItem(put -> put.tableName(prefix + "-events").item(COMMIT));

            TemplateTables.createMissing(dynamoDb, DynamoDbLocal.tables(prefix));

            assertThat(events(dynamoDb, prefix).itemCount()).isEqualTo(1);
        }
    }

    @Test
    void a_folder_keeps_the_data_over_a_restart(@TempDir Path folder) throws PortTakenException {
        try (var server = DynamoDbLocalServer.start(0, Optional.of(folder));
                DynamoDbClient dynamoDb = clientOf(server)) {
            TemplateTables.createMissing(dynamoDb, DynamoDbLocal.tables("kept"));
            dynamoDb.putItem(put -> put.tableName("kept-events").item(COMMIT));
        }
        try (var server = DynamoDbLocalServer.start(0, Optional.of(folder));
                DynamoDbClient dynamoDb = clientOf(server)) {
            assertThat(events(dynamoDb, "kept").itemCount()).isEqualTo(1);
        }
    }

    @Test
    void it_listens_on_the_loopback_interface_only() {
        Loopback.assertOnly(DynamoDbLocal.endpoint().getPort());
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                            () -> DynamoDbLocalServer.start(taken.getLocalPort(), Optional.empty()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("port " + taken.getLocalPort() + " is taken");
        }
    }

    private static DynamoDbClient clientOf(DynamoDbLocalServer server) {
        return DynamoDbLocal.clientBuilder().endpointOverride(server.endpoint()).build();
    }

    private static TableDescription events(DynamoDbClient dynamoDb, String prefix) {
        return dynamoDb.describeTable(describe -> describe.tableName(prefix + "-events")).table();
    }
}
