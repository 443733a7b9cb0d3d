package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.metrics.StoredTable;
import dev.reprise.metrics.TableSizes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Asks DynamoDB for the sizes of the tables, one request for each, which costs nothing. It asks
 * again after {@link #REMEMBERED} at the earliest.
 */
final class DynamoDbTableSizes implements TableSizes {

    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final DynamoDbClient client;
    private final Map<StoredTable, String> names;
    private final InstantSource clock;
    private volatile @Nullable Sizes known;

    /**
     * @param names the names of the tables that there are
     */
    DynamoDbTableSizes(DynamoDbClient client, Map<StoredTable, String> names, InstantSource clock) {
        this.client = client;
        this.names = new EnumMap<>(names);
        this.clock = clock;
    }

    @Override
    public Sizes sizes() {
        @Nullable Sizes remembered = known;
        Instant now = clock.instant();
        if (remembered != null && now.isBefore(remembered.askedAt().plus(REMEMBERED))) {
            return remembered;
        }
        List<TableSize> tables =
                names.entrySet().stream()
                        .map(table -> size(table.getKey(), table.getValue()))
                        .toList();
        Sizes asked = new Sizes(now, tables);
        known = asked;
        return asked;
    }

    private TableSize size(StoredTable table, String name) {
        TableDescription described =
                translated(() -> client.describeTable(describe -> describe.tableName(name)))
                        .table();
        return new TableSize(table, name, described.itemCount(), described.tableSizeBytes());
    }
}
