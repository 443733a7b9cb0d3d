package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.options.ColorScheme;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** An order with scripts, other directions and very long words in every text, in a browser. */
@QuarkusTest
class HostilePageIT {

    private static final String TEXT =
            "<img src=x onerror=\"window.ran=1\"><script>window.ran=2</script><svg onload=window.ran=3> "
                    + "\" onfocus=window.ran=4 autofocus x=\" javascript:window.ran=5 {{7*7}} ${7*7} </bdi></main> "
                    + "\u0645\u0631\u062d\u0628\u0627 \u202e\u202dabc\u2066def zurich "
                    + "W".repeat(400);

    @Inject TestStream stream;

    @Test
    void runs_nothing_breaks_nothing_and_is_shown_as_it_was_written() {
        String orderId = "hostile." + Api.freshId() + ":" + "x".repeat(60);
        String customer = "c".repeat(128);
        Api.post(
                        "/orders",
                        "{\"orderId\":\"%s\",\"customerId\":\"%s\",\"items\":[%s]}"
                                .formatted(
                                        orderId,
                                        customer,
                                        Api.item(
                                                "i".repeat(128), 1_000_000, "99999999999999.9999")),
                        RequestContext.CORRELATION_ID,
                        "<script>window.ran=6</script>")
                .expect(201);
        Api.post(
                        "/orders/" + orderId + "/shipment",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("shippingAddress", TEXT)
                                .toString())
                .expect(200);
        stream.drain();

        try (ExplorerPage page = new ExplorerPage(ExplorerPage.PHONE, ColorScheme.LIGHT)) {
            page.open("/");
            assertThat(page.find(".rows li").first()).containsText(orderId);
            expectHarmless(page);
            page.open("/find?q=zurich&by=address");
            assertThat(page.find(".rows li").first()).containsText(orderId);
            expectHarmless(page);
            for (int version = 1; version <= 3; version++) {
                page.openOrder(orderId + "/" + version);
                assertThat(page.find(".slider-text")).containsText("Version " + version + " of 3");
                assertThat(page.find(".state .fields")).containsText(customer);
                expectHarmless(page);
            }
            page.expectAccessible();
            assertThat(page.find(".state .added .prose"))
                    .containsText("<script>window.ran=2</script>");
            assertThat(page.find(".meta").first()).not().containsText("window.ran=6");
            page.find(".event-row a").first().click();
            assertThat(page.find(".meta")).containsText("<script>window.ran=6</script>");
            page.choose("Cancel");
            page.field("Reason").fill(TEXT);
            page.button("Dry run").click();
            assertThat(page.find(".outcome .notice")).containsText("final");
            expectHarmless(page);
            page.open("/models");
            assertThat(page.find(".bars")).containsText("i".repeat(128));
            expectHarmless(page);
            page.expectAccessible();
            page.keepPicture("hostile-models-390");
        }
    }

    private static void expectHarmless(ExplorerPage page) {
        page.expectNothingWider().expectNoFault();
        Assertions.assertThat(page.page().evaluate("window.ran === undefined")).isEqualTo(true);
        assertThat(page.find("main script, main img, [onerror], [onload], [onfocus]")).hasCount(0);
    }
}
