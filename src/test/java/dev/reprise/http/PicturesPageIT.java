package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each screen at three widths, light and dark. The pictures are in {@code target/screenshots}. */
@QuarkusTest
class PicturesPageIT {

    private static final String[] ITEMS = {"atlas", "novel", "map", "globe", "lamp"};

    @Inject TestStream stream;

    private static @Nullable String shownOrder;

    private String order() {
        String orderId = "books-" + Api.freshId().substring(0, 8);
        Api.post(
                        "/orders",
                        "{\"orderId\":\"%s\",\"customerId\":\"ann\",\"items\":[%s,%s],\"occurredAt\":\"2026-11-01T09:26:00Z\"}"
                                .formatted(
                                        orderId,
                                        Api.item("atlas", 1, "49.5"),
                                        Api.item("novel", 2, "12.9")),
                        RequestContext.CORRELATION_ID,
                        "checkout-77",
                        RequestContext.IDEMPOTENCY_KEY,
                        "cart-4711")
                .expect(201);
        Api.post("/orders/" + orderId + "/items", Api.item("pen", 5, "1.2")).expect(200);
        Api.patch(
                        "/orders/" + orderId,
                        "{\"changes\":[{\"type\":\"ADD_ITEM\",\"itemId\":\"map\",\"quantity\":2,\"price\":8},{\"type\":\"CHANGE_QUANTITY\",\"itemId\":\"pen\",\"quantity\":6},{\"type\":\"REMOVE_ITEM\",\"itemId\":\"atlas\"}]}",
                        RequestContext.CORRELATION_ID,
                        "desk-3")
                .expect(200);
        Api.post(
                        "/orders/" + orderId + "/shipment",
                        "{\"shippingAddress\":\"2 Hill Street\\nYork YO1 7HD\"}")
                .expect(200);
        for (String item : ITEMS) {
            String other = Api.createOrder(1);
            Api.post("/orders/" + other + "/items", Api.item(item, item.length(), "19.9"))
                    .expect(200);
            Api.ship(other).expect(200);
        }
        stream.drain();
        return orderId;
    }

    /** With axe where the screen or its colors are most unlike. */
    private static ExplorerPage check(ExplorerPage page, int width, ColorScheme scheme) {
        return (width == ExplorerPage.PHONE) == (scheme == ColorScheme.DARK)
                        && width != ExplorerPage.TABLET
                ? page.expectAccessible()
                : page.expectNothingWider();
    }

    @ParameterizedTest
    @CsvSource({
        ExplorerPage.PHONE + ", LIGHT",
        ExplorerPage.TABLET + ", LIGHT",
        ExplorerPage.DESK + ", LIGHT",
        ExplorerPage.PHONE + ", DARK",
        ExplorerPage.TABLET + ", DARK",
        ExplorerPage.DESK + ", DARK"
    })
    void each_screen_fits_and_is_accessible(int width, ColorScheme scheme) {
        if (shownOrder == null) {
            shownOrder = order();
        }
        String orderId = shownOrder;
        String end = "-%d-%s".formatted(width, scheme.name().toLowerCase(Locale.ROOT));
        try (ExplorerPage page = new ExplorerPage(width, scheme)) {
            page.open("/");
            assertThat(page.find(".rows li").first()).isVisible();
            assertThat(page.find(".tiles")).hasCount(2);
            page.find(".usage summary").click();
            check(page, width, scheme).keepPicture("overview" + end);
            page.open("/find?q=york&by=address");
            assertThat(page.find(".rows li").first()).isVisible();
            check(page, width, scheme).keepPicture("find" + end);
            page.openOrder(orderId + "/5");
            assertThat(page.find(".state .fields")).isVisible();
            assertThat(page.find(".event .fields").first()).isVisible();
            page.button("Check the chain").click();
            assertThat(page.find(".chain.intact")).isVisible();
            check(page, width, scheme).keepPicture("order" + end);
            page.open("/models");
            assertThat(page.find(".bars li").first()).isVisible();
            assertThat(page.find(".model").first()).isVisible();
            check(page, width, scheme).keepPicture("models" + end);
        }
    }

    @Test
    void the_page_has_its_landmarks_and_one_heading() {
        try (ExplorerPage page = new ExplorerPage().open("/")) {
            assertThat(page.find("h1")).hasCount(1);
            assertThat(page.find("header, main, footer, nav[aria-label]")).hasCount(4);
            assertThat(page.find("html")).hasAttribute("lang", "en");
            assertThat(page.find("nav a[aria-current=page]")).hasText("Overview");
        }
    }
}
