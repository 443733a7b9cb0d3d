package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a screen shows while it waits, and if it may not or cannot show what it is for. */
@QuarkusTest
class StatesPageIT {

    private static final String NO_ORDERS = "{\"orders\":[]}";
    private static final String TOKEN_KEPT = "sessionStorage.length + localStorage.length";

    private static String problem(int status, String type, String title, String detail) {
        return "{\"type\":\"urn:reprise:problem:%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(type, title, status, detail);
    }

    @Test
    void nothing_is_there_yet() {
        try (ExplorerPage page =
                new ExplorerPage()
                        .answering("/orders", 200, NO_ORDERS)
                        .answering("/projections", 200, "{\"projections\":[]}")
                        .answering("/shipped-items", 200, "{\"items\":[]}")
                        .answering(
                                "/sales",
                                200,
                                "{\"from\":\"2026-10-30\",\"to\":\"2026-11-28\",\"days\":[],\"quantity\":0,\"revenue\":0,\"orders\":0}")) {
            page.open("/");
            assertThat(page.find(".empty").nth(1)).containsText("There are no orders yet");
            page.expectAccessible();
            page.open("/models");
            assertThat(page.find(".empty").first()).containsText("Nothing was shipped");
            page.expectAccessible();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/models"})
    void what_is_waited_for_is_shown_as_loading(String screen) {
        try (ExplorerPage page = new ExplorerPage()) {
            page.page().route("**/{orders,projections,sales,shipped-items}?**", _ -> {});
            page.page().route("**/projections", _ -> {});
            page.open(screen);
            assertThat(page.find("[aria-busy]").first()).containsText("Loading");
            page.expectAccessible();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/find?q=ann", "/orders/books-1"})
    void a_service_that_fails_is_a_notice_with_a_way_to_try_again(String screen) {
        String problem = problem(503, "unavailable", "DynamoDB does not answer", "wait a little");
        try (ExplorerPage page = new ExplorerPage()) {
            page.page()
                    .route(
                            "**/{orders,projections,sales,shipped-items,customers,health}**",
                            route -> fulfill(route, 503, problem));
            page.page().route("**/orders/**", route -> fulfill(route, 503, problem));
            page.page().route("**/customers/**", route -> fulfill(route, 503, problem));
            page.open(screen);
            assertThat(page.find(".notice").first()).containsText("DynamoDB does not answer");
            assertThat(page.button("Try again").first()).isVisible();
            page.expectAccessible();
        }
    }

    private static void fulfill(Route route, int status, String problem) {
        route.fulfill(
                new Route.FulfillOptions()
                        .setStatus(status)
                        .setContentType(Problem.MEDIA_TYPE)
                        .setHeaders(Map.of("X-Correlation-Id", "c-1"))
                        .setBody(problem));
    }

    @Test
    void a_lost_connection_is_said_and_the_screen_goes_on_once_it_is_back() {
        String orderId = Api.createOrder(1);
        try (ExplorerPage page = new ExplorerPage().open("/")) {
            assertThat(page.find(".rows li").first()).isVisible();
            page.context().setOffline(true);
            page.page().evaluate("id => { location.hash = `#/orders/${id}`; }", orderId);
            assertThat(page.find(".notice")).containsText("You are offline");
            page.expectAccessible();
            page.context().setOffline(false);
            page.button("Try again").click();
            assertThat(page.find(".slider-text")).containsText("Version 2 of 2");
        }
    }

    @Test
    void a_call_that_asks_who_calls_leads_to_a_token_that_stays_in_memory() {
        try (ExplorerPage page = new ExplorerPage()) {
            page.page().route("**/projections", StatesPageIT::fulfillWithToken);
            page.open("/models");
            assertThat(page.find(".notice")).containsText("The service asks who you are");
            page.expectAccessible();
            page.button("Give a token").click();
            page.field("Bearer token").fill("Bearer aaa.bbb.ccc");
            page.expectAccessible();
            page.button("Use the token").click();
            assertThat(page.find(".model h3").first()).hasText("order-summaries");
            assertThat(page.button("Token in use")).isVisible();
            Assertions.assertThat(page.page().evaluate(TOKEN_KEPT)).isEqualTo(0);
        }
    }

    private static void fulfillWithToken(Route route) {
        Request request = route.request();
        if ("Bearer aaa.bbb.ccc".equals(request.headers().get("authorization"))) {
            route.resume();
        } else {
            fulfill(route, 401, problem(401, "unauthenticated", "Who calls?", "send a token"));
        }
    }

    @Test
    void a_token_is_kept_for_the_tab_only_if_that_is_wished() {
        try (ExplorerPage page = new ExplorerPage().open("/find")) {
            page.button("Access").click();
            page.field("Bearer token").fill("aaa.bbb.ccc");
            page.find("#keep").check();
            page.button("Use the token").click();
            page.page().reload();
            assertThat(page.button("Token in use")).isVisible();
            page.button("Token in use").click();
            page.button("Forget the token").click();
            assertThat(page.button("Access")).isVisible();
            Assertions.assertThat(page.page().evaluate(TOKEN_KEPT)).isEqualTo(0);
        }
    }

    @Test
    void a_token_without_the_scope_says_which_one_is_missing() {
        String forbidden =
                "{\"type\":\"urn:reprise:problem:forbidden\",\"title\":\"Not allowed\",\"status\":403,\"detail\":\"d\",\"scope\":\"operator\"}";
        try (ExplorerPage page = new ExplorerPage().open("/find")) {
            page.button("Access").click();
            page.field("Bearer token").fill("aaa.bbb.ccc");
            page.button("Use the token").click();
            page.answering("/projections", 403, forbidden);
            page.link("Read models").click();
            assertThat(page.find(".notice")).containsText("You may not see this");
            assertThat(page.find(".notice")).containsText("lacks the scope operator");
            page.expectAccessible();
        }
    }

    @Test
    void with_signatures_of_aws_the_page_says_that_it_cannot_make_them() {
        try (ExplorerPage page = new ExplorerPage()) {
            page.page().route(ExplorerPage.address("/"), StatesPageIT::withIam);
            page.answering("/projections", 401, problem(401, "unauthenticated", "Who?", "sign"));
            page.open("/models");
            assertThat(page.find(".notice")).containsText("a page cannot make");
            page.button("Access").click();
            assertThat(page.find("dialog")).containsText("curl --aws-sigv4");
            assertThat(page.find("dialog textarea")).hasCount(0);
            page.expectAccessible();
        }
    }

    private static void withIam(Route route) {
        APIResponse page = route.fetch();
        route.fulfill(
                new Route.FulfillOptions()
                        .setResponse(page)
                        .setBody(page.text().replace("everyone-may-call-it", "iam")));
    }

    @Test
    void a_screen_that_does_not_exist_leads_to_the_overview() {
        try (ExplorerPage page = new ExplorerPage().open("/nowhere")) {
            assertThat(page.find("h1")).hasText("There is no such screen");
            Response health =
                    page.page()
                            .waitForResponse(
                                    "**/health", () -> page.link("Go to the overview").click());
            Assertions.assertThat(health.status()).isEqualTo(200);
            assertThat(page.find("h1")).hasText("Overview");
        }
    }
}
