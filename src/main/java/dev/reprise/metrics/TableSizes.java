package dev.reprise.metrics;

import java.time.Instant;
import java.util.List;

/** Knows how large the tables of the service are, without reading them. */
public interface TableSizes {

    /**
     * How large the tables are. The answer may be a minute old. If DynamoDB does not answer, it
     * throws what the stores throw.
     */
    Sizes sizes();

    /**
     * How large the tables were.
     *
     * @param askedAt when DynamoDB was asked. It counts about every six hours
     */
    record Sizes(Instant askedAt, List<TableSize> tables) {

        public Sizes {
            tables = List.copyOf(tables);
        }
    }

    /**
     * How large a table was.
     *
     * @param name the name of the table in DynamoDB
     * @param items without those of indexes
     * @param bytes without those of indexes
     */
    record TableSize(StoredTable table, String name, long items, long bytes) {}
}
