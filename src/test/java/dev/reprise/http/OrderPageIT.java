package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.junit.QuarkusTest;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An order through time, in a browser. */
@QuarkusTest
class OrderPageIT {

    private String orderId;

    /** Its events: created, i1 added; i2 added; quantity of i1 changed, i2 removed; shipped. */
    @BeforeEach
    void create_an_order_of_four_commits() {
        orderId = Api.createOrder(1);
        Api.addItem(orderId, "i2", "X-Correlation-Id", "checkout-77", "Idempotency-Key", "click-1")
                .expect(200);
        Api.patch(
                        "/orders/" + orderId,
                        """
                        {"changes":[{"type":"CHANGE_QUANTITY","itemId":"i1","quantity":4},
                        {"type":"REMOVE_ITEM","itemId":"i2"}]}
                        """)
                .expect(200);
        Api.ship(orderId).expect(200);
    }

    private static Locator state(ExplorerPage page) {
        return page.find("section[aria-labelledby=state]");
    }

    private static Locator event(ExplorerPage page) {
        return page.find("section[aria-labelledby=event]");
    }

    private static Locator commands(ExplorerPage page) {
        return page.find("section[aria-labelledby=commands]");
    }

    @Test
    void the_slider_moves_through_versions_and_what_changed_is_marked() {
        try (ExplorerPage page = new ExplorerPage().openOrder(orderId)) {
            assertThat(page.find(".slider-text")).containsText("Version 6 of 6");
            assertThat(state(page).locator(".added")).containsText("Shipping address");
            assertThat(page.find(".title .pill")).hasText("Shipped");

            page.find("#slider").press("ArrowLeft");
            page.find("#slider").press("ArrowLeft");

            assertThat(page.find(".slider-text")).containsText("Version 4 of 6");
            assertThat(event(page)).containsText("Item quantity changed");
            assertThat(state(page).locator(".line.changed")).containsText("i1");
            assertThat(state(page).locator(".line.changed del")).hasText("1");
            assertThat(page.page()).hasURL(Pattern.compile(".*#/orders/" + orderId + "/4"));
            page.button("Next version").click();
            assertThat(state(page).locator(".line.removed")).containsText("i2");
            page.expectAccessible();
        }
    }

    @Test
    void the_state_is_shown_as_of_an_instant() {
        String created = Api.get("/orders/" + orderId).json().get("createdAt").textValue();
        try (ExplorerPage page = new ExplorerPage().openOrder(orderId)) {
            assertThat(page.find(".slider-text")).containsText("Version 6 of 6");
            page.choose("Time");
            page.find("#slider").press("Home");
            assertThat(page.find(".slider-text")).containsText("Version 2 of 6");
            page.find("#slider").press("End");
            assertThat(page.find(".slider-text")).containsText("Version 6 of 6");
            page.find("#as-of").fill(asFieldValue(created));
            assertThat(page.find(".slider-text")).containsText("Version 2 of 6");
        }
    }

    /** A browser keeps the shortest form of a time, and Playwright refuses any other. */
    private static String asFieldValue(String instant) {
        return LocalDateTime.parse(instant.replace("Z", ""))
                .toString()
                .replaceFirst("(\\.\\d*[1-9])0+$", "$1");
    }

    @Test
    void a_version_has_a_link_and_its_event_what_is_known_of_its_command() {
        try (ExplorerPage page = new ExplorerPage().openOrder(orderId + "/3")) {
            assertThat(event(page)).containsText("checkout-77");
            assertThat(event(page)).containsText("click-1");
            assertThat(event(page).locator(".meta")).containsText("Causation id");
            assertThat(page.link("Link to version 3"))
                    .hasAttribute("href", "#/orders/" + orderId + "/3");
            page.find(".event-row a").nth(1).click();
            assertThat(page.find(".slider-text")).containsText("Version 2 of 6");
            assertThat(page.find(".event-row a[aria-current]")).containsText("Item added");
            page.page().goBack();
            assertThat(page.find(".slider-text")).containsText("Version 3 of 6");
        }
    }

    @Test
    void the_chain_is_checked_and_an_altered_commit_is_shown_where_it_is() {
        try (ExplorerPage page = new ExplorerPage().openOrder(orderId)) {
            page.button("Check the chain").click();
            assertThat(page.find(".chain.intact")).containsText("4 commits with 6 events");

            StoredCommits.alter(orderId, 4, "t", AttributeValue.fromN("1577836800000"));
            page.button("Check the chain").click();

            assertThat(page.find(".chain.broken")).containsText("Damaged at event 4");
            assertThat(page.find(".event-row .flag")).hasText("Damaged ");
            assertThat(page.find(".event-row.damaged")).hasCount(3);
            assertThat(page.find(".strip .damage")).hasCount(1);
            page.expectAccessible();
            page.keepPicture("order-damaged");
        }
    }

    @Test
    void an_order_with_a_commit_that_cannot_be_read_is_shown_up_to_it() {
        StoredCommits.alter(orderId, 6, "e", AttributeValue.fromS("no JSON"));
        try (ExplorerPage page = new ExplorerPage().openOrder(orderId)) {
            assertThat(page.find(".notice")).containsText("A stored stream is damaged");
            assertThat(page.find(".chain.broken")).containsText("Damaged at event 6");
            assertThat(page.find(".slider-text")).containsText("Version 5 of 5");
            assertThat(state(page).locator(".line.removed")).containsText("i2");
        }
    }

    @Test
    void a_command_is_tried_and_then_done() {
        String open = Api.createOrder(1);
        try (ExplorerPage page = new ExplorerPage().openOrder(open)) {
            page.choose("Add item");
            page.field("Item").fill("pen");
            page.field("Quantity").fill("5");
            page.field("Price").fill("1.2");
            page.button("Dry run").click();
            assertThat(page.find(".outcome")).containsText("It would record 1 event");
            assertThat(page.find(".outcome .would")).containsText("5 × pen at 1.2");
            assertThat(page.find(".outcome .differences")).containsText("New line: pen");
            Assertions.assertThat(StoredCommits.of(open)).hasSize(1);
            page.expectAccessible();
            page.keepPicture("order-dry-run");

            Request sent =
                    page.page()
                            .waitForRequest(
                                    request -> request.method().equals("POST"),
                                    () -> commands(page).locator("button.primary").click());

            assertThat(page.find(".outcome")).containsText("The order is at version 3");
            assertThat(page.find(".slider-text")).containsText("Version 3 of 3");
            Map<String, String> headers = sent.headers();
            Assertions.assertThat(headers).containsEntry("if-match", "\"2\"");
            Assertions.assertThat(headers.get("idempotency-key")).hasSize(36);
            Assertions.assertThat(StoredCommits.of(open)).hasSize(2);
        }
    }

    @Test
    void a_command_that_is_refused_says_why_and_marks_the_field() {
        String open = Api.createOrder(1);
        try (ExplorerPage page = new ExplorerPage().openOrder(open)) {
            page.choose("Change quantity");
            page.field("Item").fill("i1");
            page.field("Quantity").fill("0");
            page.button("Dry run").click();
            assertThat(page.find(".outcome .notice")).containsText("quantity must be 1 to");
            assertThat(page.field("Quantity")).hasAttribute("aria-invalid", "true");
            Api.addItem(open, "other").expect(200);
            page.field("Quantity").fill("3");
            page.button("Dry run").click();
            assertThat(page.find(".outcome .notice")).containsText("which If-Match does not name");
        }
    }

    @Test
    void every_command_has_a_form() {
        String open = Api.createOrder(2);
        try (ExplorerPage page = new ExplorerPage(ExplorerPage.PHONE, ColorScheme.LIGHT)) {
            page.openOrder(open);
            done(page, "Change quantity", Map.of("Item", "i1", "Quantity", "3"), 4);
            done(page, "Remove item", Map.of("Item", "i2"), 5);
            page.choose("Several changes");
            page.button("Add to changes").click();
            page.field("Item").fill("map");
            page.field("Quantity").fill("2");
            page.field("Price").fill("99999999999999.9999");
            commands(page).locator("button.primary").click();
            assertThat(page.find(".outcome")).containsText("The order is at version 6");
            assertThat(state(page)).containsText("99,999,999,999,999.9999");
            done(page, "Ship", Map.of("Shipping address", "1 Sea Road, Hull"), 7);
            page.choose("Cancel");
            page.field("Reason").fill("too late");
            commands(page).locator("button.primary").click();
            assertThat(page.find(".outcome .notice")).containsText("was shipped, which is final");
            page.expectAccessible();
        }
    }

    private static void done(
            ExplorerPage page, String command, Map<String, String> fields, int version) {
        page.choose(command);
        fields.forEach((label, text) -> page.field(label).fill(text));
        commands(page).locator("button.primary").click();
        assertThat(page.find(".outcome")).containsText("The order is at version " + version);
    }

    @Test
    void a_new_order_is_created_and_shown() {
        String id = Api.freshId();
        try (ExplorerPage page = new ExplorerPage().open("/new")) {
            page.find("[data-name=orderId]").fill(id);
            page.field("Customer").fill("ann");
            page.button("Add to items").click();
            page.field("Item").fill("atlas");
            page.field("Quantity").fill("1");
            page.field("Price").fill("49.5");
            page.button("Dry run").click();
            assertThat(page.find(".outcome")).containsText("It would record 2 events");
            page.expectAccessible();
            page.button("Create order").click();
            assertThat(page.find("h1")).hasText("Order " + id);
            assertThat(page.find(".slider-text")).containsText("Version 2 of 2");
        }
    }

    @Test
    void ten_thousand_events_and_a_thousand_lines_are_few_elements() {
        String large = LargeOrder.create();
        try (ExplorerPage page = new ExplorerPage().openOrder(large)) {
            assertThat(page.find(".slider-text")).containsText("Version 10,001 of 10,001");
            assertThat(page.find("section[aria-labelledby=state] h3")).hasText("Lines 1,000");
            Assertions.assertThat(page.find(".event-row").count()).isBetween(10, 60);
            Assertions.assertThat(page.find(".line").count()).isBetween(10, 40);
            page.find("virtual-list.lines").evaluate("list => { list.scrollTop = 1e6; }");
            assertThat(page.find(".line").last()).containsText("i998");
            page.find(".event-row a[aria-current]").press("Home");
            assertThat(page.find(".event-row a[aria-current]")).containsText("Created");
            assertThat(page.find(".event-row a[aria-current]")).isFocused();
            page.find("virtual-list.events").evaluate("list => { list.scrollTop = 5000 * 56; }");
            assertThat(page.find(".event-row [data-row=\"5003\"]")).containsText("Item added");
            Assertions.assertThat(page.find(".event-row").count()).isBetween(10, 60);
        }
    }
}
