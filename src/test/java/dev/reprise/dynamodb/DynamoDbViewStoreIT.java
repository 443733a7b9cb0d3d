package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.projections.Index;
import dev.reprise.projections.IndexEntry;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.RowRefusedException;
import dev.reprise.projections.RowWrite;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.ViewStore;
import dev.reprise.projections.ViewStore.IndexQuery;
import dev.reprise.projections.ViewStoreContract;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@RunsBesideQuarkus
class DynamoDbViewStoreIT extends ViewStoreContract {

    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(DynamoDbClientDefaults::apply)
                    .build();
    private static final String TABLE = DynamoDbLocal.freshTables() + "-views";
    private static final ViewStore STORE = new DynamoDbViewStore(CLIENT, TABLE);

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Override
    protected ViewStore store() {
        return STORE;
    }

    @Test
    void a_row_larger_than_an_item_is_kept_if_it_fits_deflated() {
        ProjectedRow row = row("large", "{\"items\":\"" + "widget ".repeat(100_000) + "\"}");
        assertThat(write(row, Optional.empty())).isTrue();
        assertThat(Attributes.required(item("large"), ViewsTable.VIEW).type())
                .isEqualTo(AttributeValue.Type.B);
        assertThat(read(row)).contains(row);
    }

    @Test
    void a_row_of_one_write_unit_is_kept_as_it_is() {
        ProjectedRow row = row("small", "{\"items\":\"" + "widget ".repeat(100) + "\"}");
        assertThat(write(row, Optional.empty())).isTrue();
        assertThat(Attributes.text(item("small"), ViewsTable.VIEW))
                .isEqualTo(row.view().orElseThrow());
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                arguments(
                        ViewsTable.VIEW, AttributeValue.fromB(SdkBytes.fromUtf8String("no zlib"))),
                arguments(ViewsTable.VIEW, AttributeValue.fromN("1")),
                arguments(ViewsTable.HASH, AttributeValue.fromB(SdkBytes.fromUtf8String("short"))),
                arguments(ViewsTable.HASH, AttributeValue.fromS("text")),
                arguments(ViewsTable.VERSION, AttributeValue.fromS("1")),
                arguments(ViewsTable.VERSION, AttributeValue.fromN("1.5")),
                arguments(ViewsTable.VERSION, AttributeValue.fromN("-1")),
                arguments(ViewsTable.VERSION, AttributeValue.fromN("2")),
                arguments(ViewsTable.VIEW, AttributeValue.fromS("{\"another\":1}")),
                arguments(ViewsTable.UPDATED_AT, AttributeValue.fromS("yesterday")),
                arguments(ViewsTable.PARKED, AttributeValue.fromS("views/1/")),
                arguments(ViewsTable.TARGET, AttributeValue.fromN("3")),
                arguments(ViewsTable.DIGEST, AttributeValue.fromS("text")),
                arguments(ViewsTable.DIGEST, AttributeValue.fromN("1")),
                arguments(ViewsTable.INDEX_1, AttributeValue.fromS("views/1/no position")),
                arguments(ViewsTable.INDEX_1, AttributeValue.fromS("x")));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void a_row_with_a_damaged_attribute_can_be_read_and_made_anew(
            String attribute, AttributeValue damage) {
        String id = "damaged-" + UUID.randomUUID();
        ProjectedRow row = row(id, "{}");
        assertThat(write(row, Optional.empty())).isTrue();
        CLIENT.updateItem(update ->
                update.tableName(TABLE)
                        .key(key(id))
                        .updateExpression("SET #attribute = :damage")
                        .expressionAttributeNames(Map.of("#attribute", attribute))
                        .expressionAttributeValues(Map.of(":damage", damage)));

        assertReplaceable(row);
    }

    private static void assertReplaceable(ProjectedRow row) {
        StoredRow damaged = STORE.read(row.key()).orElseThrow();
        assertThat(damaged).isInstanceOf(StoredRow.Damaged.class);
        assertThat(STORE.readAll(List.of(row.key())).values()).containsExactly(damaged);
        assertThat(write(row, Optional.empty())).isFalse();
        assertThat(STORE.write(List.of(new RowWrite(row, Optional.of(damaged))))).isEmpty();
        assertThat(read(row)).contains(row);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {ViewsTable.DIGEST, ViewsTable.VERSION, ViewsTable.HASH, ViewsTable.VIEW})
    void a_row_that_lost_an_attribute_is_damaged_and_can_be_made_anew(String attribute) {
        String id = "lost-" + UUID.randomUUID();
        ProjectedRow row = row(id, "{}");
        assertThat(write(row, Optional.empty())).isTrue();
        CLIENT.updateItem(update ->
                update.tableName(TABLE)
                        .key(key(id))
                        .updateExpression("REMOVE #attribute")
                        .expressionAttributeNames(Map.of("#attribute", attribute)));
        assertReplaceable(row);
    }

    private static boolean write(ProjectedRow row, Optional<ProjectedRow> before) {
        return STORE.write(List.of(new RowWrite(row, before.map(StoredRow.Intact::new)))).isEmpty();
    }

    private static Optional<ProjectedRow> read(ProjectedRow row) {
        return STORE.read(row.key()).flatMap(StoredRow::intact);
    }

    @Test
    void a_view_of_the_largest_size_is_read_and_a_larger_one_is_refused() {
        String id = "bound-" + UUID.randomUUID();
        ProjectedRow largest = row(id, "x".repeat(16 * 1024 * 1024));
        assertThat(write(largest, Optional.empty())).isTrue();
        assertThat(read(largest)).contains(largest);

        ProjectedRow larger = row(id, "x".repeat(16 * 1024 * 1024 + 1));
        assertThatThrownBy(() -> write(larger, Optional.of(largest)))
                .isInstanceOf(RowRefusedException.class)
                .hasMessageContaining("16777217")
                .hasMessageContaining("16777216");
    }

    private static ProjectedRow row(String id, String view) {
        return new ProjectedRow(
                new RowKey("views", 1, new StreamName("order", id)),
                new StreamVersion(1),
                Optional.of(Commits.AT),
                Optional.of(Commits.digest("commit 1")),
                Optional.of(view),
                List.of(),
                Optional.empty());
    }

    private static Map<String, AttributeValue> item(String id) {
        return CLIENT.getItem(get -> get.tableName(TABLE).key(key(id)).consistentRead(true)).item();
    }

    private static Map<String, AttributeValue> key(String id) {
        return ViewKeys.row(new RowKey("views", 1, new StreamName("order", id)));
    }

    /** A page of a query ends at 1 MB, and DynamoDB Local counts attributes outside the index. */
    @Test
    void lists_go_on_where_a_page_ends_before_its_limit() {
        Index index = new Index("by-size", 1);
        Random random = new Random(20_261_128);
        for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[100_000];
            random.nextBytes(bytes);
            String view = Base64.getEncoder().encodeToString(bytes);
            ProjectedRow row = row("large-" + i, view);
            ProjectedRow listed =
                    new ProjectedRow(
                            row.key(),
                            row.version(),
                            row.updatedAt(),
                            row.hash(),
                            row.view(),
                            List.of(new IndexEntry(index, "large", "%03d".formatted(i))),
                            Optional.of(
                                    new ProjectedRow.Parked(
                                            2, ProjectedRow.Parked.Reason.DAMAGED, 1, "no JSON")));
            assertThat(write(listed, Optional.empty())).isTrue();
        }
        RowKey key = row("large-0", "").key();
        IndexQuery large = new IndexQuery(key.projection(), key.generation(), index, "large");
        assertThat(STORE.find(large, Optional.empty(), 200)).hasSize(20);
        assertThat(STORE.find(large, Optional.of("010"), 5)).hasSize(5);
        assertThat(STORE.parked(key.projection(), key.generation(), 200)).hasSize(20);
    }
}
