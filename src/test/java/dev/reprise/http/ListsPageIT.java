package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The overview and the search, in a browser. */
@QuarkusTest
class ListsPageIT {

    private static final String PARKED =
            """
            {"projections":[{"name":"sales","generation":1,"lagMillis":120000,"lastAppliedAt":"2026-11-28T18:06:52.365Z","retrying":3,
            "parked":[{"stream":"order-books-1","sequenceNumber":5,"reason":"DAMAGED","schemaVersion":1,"error":"<b>the hash differs</b>"}]}]}
            """;

    @Inject TestStream stream;

    private final String customer = Api.freshId();
    private final String item = Api.freshId();
    private final String word = "w" + Api.freshId().replace("-", "");
    private String older;
    private String newer;

    @BeforeEach
    void create_two_orders_of_a_customer() {
        older = create();
        newer = create();
        Api.post(
                        "/orders/" + older + "/shipment",
                        "{\"shippingAddress\":\"1 %s Road\"}".formatted(word))
                .expect(200);
        stream.drain();
    }

    private String create() {
        return Api.post(
                        "/orders",
                        "{\"customerId\":\"%s\",\"items\":[%s]}"
                                .formatted(customer, Api.item(item, 2, "12.9")))
                .expect(201)
                .json()
                .get("orderId")
                .textValue();
    }

    @Test
    void the_newest_order_of_any_status_is_the_first() {
        try (ExplorerPage page = new ExplorerPage().open("/")) {
            assertThat(page.find(".rows li").nth(0)).containsText(newer);
            assertThat(page.find(".rows li").nth(1)).containsText(older);
            assertThat(page.find(".rows li").nth(1)).containsText("Shipped");
            assertThat(page.find(".tiles").first()).containsText("order-summaries");
            page.choose("Shipped");
            assertThat(page.find(".rows li").nth(0)).containsText(older);
            page.expectAccessible();
            page.find(".rows li a").nth(0).click();
            assertThat(page.find("h1")).hasText("Order " + older);
            assertThat(page.find("h1")).isFocused();
        }
    }

    @Test
    void what_needs_attention_is_the_first() {
        try (ExplorerPage page =
                new ExplorerPage().answering("/projections", 200, PARKED).open("/")) {
            assertThat(page.find(".attention li")).hasCount(3);
            assertThat(page.find(".attention")).containsText("<b>the hash differs</b>");
            assertThat(page.find(".attention")).containsText("2 min 0 s behind");
            page.expectAccessible();
            page.keepPicture("overview-attention");
        }
    }

    @Test
    void an_order_is_found_by_each_of_its_parts_as_one_types() {
        try (ExplorerPage page = new ExplorerPage().open("/find")) {
            assertThat(page.find(".empty")).containsText("What are you looking for?");
            page.expectAccessible();
            finds(page, older, "Order id");
            finds(page, customer, "Customer");
            assertThat(page.find(".totals")).containsText("2 orders: 1 open, 1 shipped");
            finds(page, item, "Item, shipped");
            finds(page, word.substring(0, 8), "Words of the address");
            finds(page, "shipped", "Status");
            page.expectAccessible();
            page.find("#q").fill("no-such-thing-" + word);
            assertThat(page.find(".empty")).containsText("Nothing was found");
            page.find("#q").fill("***");
            assertThat(page.find(".empty")).containsText("Nothing can have this name");
        }
    }

    private void finds(ExplorerPage page, String text, String kind) {
        page.find("#q").fill("");
        page.find("#q").pressSequentially(text);
        assertThat(page.find("#found h2")).hasText(new String[] {kind});
        assertThat(page.find("#found .rows").first()).containsText(older);
    }
}
