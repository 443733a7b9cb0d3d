package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The explorer by keyboard alone. */
@QuarkusTest
class KeyboardPageIT {

    private static final int MAX_TABS = 60;

    /** The element with the focus, if nothing shows that it has it. */
    private static final String WITHOUT_VISIBLE_FOCUS =
            """
            (() => {
              const element = document.activeElement;
              const shown = element.closest('label') ?? element;
              const { outlineStyle, outlineWidth } = getComputedStyle(shown);
              const visible = outlineStyle !== 'none' && outlineWidth !== '0px';
              return element === document.body || visible ? '' : element.outerHTML;
            })()
            """;

    @Inject TestStream stream;

    @Test
    void finds_an_order_moves_through_it_and_changes_it() {
        String orderId = Api.createOrder(3);
        stream.drain();
        try (ExplorerPage page = new ExplorerPage().open("/")) {
            Keyboard keyboard = page.page().keyboard();
            assertThat(page.find(".rows li").first()).isVisible();
            keyboard.press("Tab");
            assertThat(page.find(".skip")).isFocused();
            keyboard.press("Enter");
            assertThat(page.find("main")).isFocused();

            // 1. Find the order.
            keyboard.press("Shift+Tab");
            tabTo(page, "Shift+Tab", page.link("Find"));
            keyboard.press("Enter");
            assertThat(page.find("#q")).isFocused();
            keyboard.type(orderId);
            assertThat(page.find("#found .order-row")).hasCount(1);
            tabTo(page, "Tab", page.find("#found .order-row"));
            keyboard.press("Enter");
            assertThat(page.find("h1")).isFocused();

            // 2. Move through its versions.
            tabTo(page, "Tab", page.find("#slider"));
            keyboard.press("ArrowLeft");
            assertThat(page.find(".slider-text")).containsText("Version 3 of 4");
            tabTo(page, "Tab", page.find(".event-row a[aria-current]"));
            keyboard.press("ArrowUp");
            assertThat(page.find(".slider-text")).containsText("Version 2 of 4");
            assertThat(page.find(".event-row a[aria-current]")).isFocused();
            keyboard.press("End");
            assertThat(page.find(".slider-text")).containsText("Version 4 of 4");

            // 3. Check its chain.
            tabTo(page, "Tab", page.button("Check the chain"));
            keyboard.press("Enter");
            assertThat(page.find(".chain.intact")).isVisible();

            // 4. Cancel it, after a dry run.
            tabTo(page, "Tab", page.find("input[name=command]").first());
            for (int i = 0; i < 5; i++) {
                keyboard.press("ArrowRight");
            }
            tabTo(page, "Tab", page.field("Reason"));
            keyboard.type("ordered twice");
            tabTo(page, "Tab", page.button("Dry run"));
            keyboard.press("Enter");
            assertThat(page.find(".outcome .would")).containsText("Cancelled");
            tabTo(page, "Tab", page.find("button.primary"));
            keyboard.press("Enter");
            assertThat(page.find(".outcome")).containsText("The order is at version 5");
        }
        Assertions.assertThat(Api.get("/orders/" + orderId + "?minVersion=5").body())
                .contains("CANCELLED");
    }

    /**
     * Presses a key until an element has the focus. Every element on the way shows that it has it.
     */
    private static void tabTo(ExplorerPage page, String key, Locator wanted) {
        for (int i = 0; i < MAX_TABS; i++) {
            if (Boolean.TRUE.equals(
                    wanted.evaluate("element => element === document.activeElement"))) {
                return;
            }
            page.page().keyboard().press(key);
            Assertions.assertThat(page.page().evaluate(WITHOUT_VISIBLE_FOCUS))
                    .as("what has the focus and does not show it, on the way to %s", wanted)
                    .isEqualTo("");
        }
        throw new AssertionError(wanted + " cannot be reached by " + key);
    }

    @Test
    void the_dialog_is_left_with_escape_and_gives_the_focus_back() {
        try (ExplorerPage page = new ExplorerPage().open("/find")) {
            page.button("Access").press("Enter");
            assertThat(page.find("#token")).isFocused();
            page.page().keyboard().press("Escape");
            assertThat(page.find("dialog")).isHidden();
            assertThat(page.button("Access")).isFocused();
        }
    }
}
