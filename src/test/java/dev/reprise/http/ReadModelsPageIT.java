package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The read models in a browser, on tables of their own. */
@QuarkusTest
@TestProfile(RebuildIT.OwnTables.class)
class ReadModelsPageIT {

    @Inject TestStream stream;

    /** Other tests put commits back, but leave the streams parked. */
    @BeforeEach
    void redrive_what_is_parked() {
        for (String projection : List.of("order-summaries", "sales", "shipped-items")) {
            Api.post("/projections/" + projection + "/redrive", "");
        }
    }

    private static Locator card(ExplorerPage page, String name) {
        return page.find("article[aria-labelledby=model-" + name + "]");
    }

    private static Locator button(Locator card, String name) {
        return card.locator("button:text-is(\"" + name + "\")");
    }

    @Test
    void a_rebuild_is_followed_compared_and_switched() {
        String orderId = Api.createOrder(2);
        Api.ship(orderId).expect(200);
        stream.drain();
        try (ExplorerPage page = new ExplorerPage().open("/models")) {
            Locator sales = card(page, "sales");
            button(sales, "Rebuild, switch by hand").click();
            assertThat(sales.locator(".job-state .pill")).hasText("Scanned");
            assertThat(sales.locator("progress")).hasAttribute("value", "3");
            button(sales, "Show differences").click();
            assertThat(sales).containsText("The new rows are the same as the live ones");
            page.expectAccessible();
            page.keepPicture("models-rebuild");
            button(sales, "Switch to the new rows").click();
            assertThat(sales.locator(".job-state .pill")).hasText("Done");
            button(sales, "Switch back").click();
            assertThat(sales.locator(".job")).containsText("Done");
        }
    }

    @Test
    void a_parked_stream_shows_its_error_and_is_redriven() {
        String orderId = Api.createOrder(1);
        Api.addItem(orderId, "i2").expect(200);
        stream.drain();
        Map<String, AttributeValue> commit = StoredCommits.of(orderId).getLast();
        StoredCommits.remove(orderId, 3);
        stream.drain();
        Api.post("/projections/order-summaries/streams/order-" + orderId + "/redrive", "")
                .expect(200);
        try (ExplorerPage page = new ExplorerPage().open("/models")) {
            Locator summaries = card(page, "order-summaries");
            assertThat(summaries.locator(".parked")).containsText("order-" + orderId);
            page.expectAccessible();
            button(summaries, "Redrive").first().click();
            assertThat(summaries).containsText("still cannot be applied");
            try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
                dynamoDb.putItem(put -> put.tableName(StoredCommits.table()).item(commit));
            }
            button(summaries, "Redrive").first().click();
            assertThat(summaries).containsText("no longer parked");
        }
    }

    @Test
    void the_rows_are_compared_with_the_events_and_sales_are_pictures() {
        String orderId = Api.createOrder(2);
        Api.ship(orderId).expect(200);
        stream.drain();
        try (ExplorerPage page = new ExplorerPage().open("/models")) {
            Locator items = card(page, "shipped-items");
            button(items, "Compare with the events").click();
            assertThat(items.locator(".job-state .pill")).hasText("Done");
            assertThat(items).containsText("Every row is what the events say");
            assertThat(page.find(".bar-of-day")).hasCount(30);
            assertThat(page.find(".bars li").first()).containsText("pieces");
            page.find("#sales-item").fill("i1");
            page.button("Show").click();
            assertThat(page.find("figcaption").first()).containsText("i1: ");
            page.find(".chart summary").click();
            assertThat(page.find(".chart table")).isVisible();
            page.expectAccessible();
        }
    }
}
