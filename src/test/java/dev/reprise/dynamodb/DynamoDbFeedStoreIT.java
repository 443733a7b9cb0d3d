package dev.reprise.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.feed.BrokenFeedException;
import dev.reprise.feed.FeedPage;
import dev.reprise.feed.FeedStore;
import dev.reprise.feed.FeedStoreContract;
import dev.reprise.feed.IndexedStream;
import dev.reprise.local.DynamoDbLocal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@RunsBesideQuarkus
class DynamoDbFeedStoreIT extends FeedStoreContract {

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient CLIENT = LOG.client();

    private String table = "";

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Override
    protected FeedStore store() {
        table = DynamoDbLocal.freshTables() + "-feed";
        return new DynamoDbFeedStore(CLIENT, table, 1);
    }

    @Test
    void a_page_takes_one_request_to_put_and_one_to_read_at_its_first_position() {
        FeedStore store = store();
        List<FeedPage> pages = pages(1, 1, 1);
        LOG.clear();
        pages.forEach(store::put);
        assertThat(LOG.names()).containsExactly("PutItem", "PutItem", "PutItem");
        assertThat(LOG.units()).containsOnly(1.0);

        LOG.clear();
        store.pagesFrom(2, 10);
        store.lastPage();
        assertThat(LOG.names()).containsExactly("Query", "Query");
        assertThat(LOG.units()).containsExactly(0.5, 1.0);
    }

    @Test
    void a_stream_takes_one_write_unit_and_one_read_unit() {
        FeedStore store = store();
        LOG.clear();
        store.advance(List.of(IndexedStream.after(entry(1, thing("a"), 1))));
        store.streams(Set.of(thing("a")));

        assertThat(LOG.names()).containsExactly("UpdateItem", "BatchGetItem");
        assertThat(LOG.units()).containsExactly(1.0, 1.0);
    }

    @Test
    void a_page_that_cannot_be_read_is_named() {
        FeedStore store = store();
        alter(Map.of("e", AttributeValue.fromB(Attributes.binary(new byte[] {1}).b())));
        assertThatThrownBy(store::lastPage)
                .isInstanceOf(BrokenFeedException.class)
                .hasMessageContaining("the page at 0000000000000000001 of the feed");
        alter(Map.of("e", entries("[{}]\n")));
        assertThatThrownBy(store::lastPage).isInstanceOf(BrokenFeedException.class);
        alter(Map.of("e", entries("nothing")));
        assertThatThrownBy(store::lastPage).isInstanceOf(BrokenFeedException.class);
        alter(Map.of("e", entries("[]\n")));
        assertThatThrownBy(store::lastPage).isInstanceOf(BrokenFeedException.class);
    }

    @Test
    void a_page_of_a_newer_release_is_told_apart_from_damage() {
        FeedStore store = store();
        alter(Map.of("z", AttributeValue.fromN("1")));
        assertThatThrownBy(store::lastPage).isInstanceOf(NewerReleaseException.class);
        alter(Map.of("e", entries("[{\"zz\":1}]\n")));
        assertThatThrownBy(store::lastPage).isInstanceOf(NewerReleaseException.class);
    }

    private static AttributeValue entries(String text) {
        return Attributes.binary(Zlib.deflate(text.getBytes(UTF_8)));
    }

    /** Puts a page with other attributes in the place of the first one. */
    private void alter(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item =
                new HashMap<>(new FeedItems(1).page(pages(1).getFirst()));
        item.putAll(attributes);
        CLIENT.putItem(put -> put.tableName(table).item(item));
    }
}
