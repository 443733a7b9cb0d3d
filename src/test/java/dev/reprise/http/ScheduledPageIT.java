package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The scheduled commands of an order, in a browser. */
@QuarkusTest
@TestProfile(ScheduledCommandsIT.On.class)
class ScheduledPageIT {

    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private final String order = Api.createOrder(1);

    private static Locator section(ExplorerPage page) {
        return page.find("section[aria-labelledby=scheduled]");
    }

    @Test
    void what_waits_is_shown_and_can_be_cancelled() {
        Api.post(
                        "/orders/" + order + "/shipment?at=" + Instant.now().plusSeconds(3_600),
                        "{\"shippingAddress\":\"" + HOSTILE + "\"}")
                .expect(202);
        try (ExplorerPage page = new ExplorerPage().openOrder(order)) {
            assertThat(section(page).locator("li")).hasCount(1);
            assertThat(section(page)).containsText("Ship at ");
            assertThat(section(page)).containsText("Shipping address" + HOSTILE);
            assertThat(section(page).locator(".pill")).hasText("Pending");
            page.expectAccessible();
            page.keepPicture("order-scheduled");

            section(page).locator("button").click();
            assertThat(section(page).locator(".pill")).hasText("Cancelled");
            assertThat(section(page).locator("button")).hasCount(0);
        }
    }

    @Test
    void without_scheduled_commands_there_is_no_section() {
        try (ExplorerPage page = new ExplorerPage().openOrder(order)) {
            assertThat(page.find("section[aria-labelledby=commands]")).isVisible();
            assertThat(section(page)).isHidden();
        }
    }
}
