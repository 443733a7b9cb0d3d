package dev.reprise.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the overview shows of what is stored, and of what it costs. */
@QuarkusTest
class UsagePageIT {

    private static final String PRICES =
            "\"prices\":{\"region\":\"us-east-1\",\"dollarsPerMillionReadUnits\":0.125,\"dollarsPerMillionWriteUnits\":0.625}";

    @Inject TestStream stream;

    /** An answer with the fields of a service that has a feed, and those given. */
    private static String withFeed(String units, String more) {
        return """
        {"totalEvents":1234567,"totalStreams":45678,"describedAt":"2026-11-28T18:06:42.382Z",%s,%s,"tables":[
        {"table":"EVENTS","storedItems":812345,"storedBytes":312000000%s},
        {"table":"KEYS","storedItems":9,"storedBytes":960%s}]}
        """
                .formatted(more, PRICES, units, units);
    }

    private static String lastHour(Instant since, String dollars) {
        return "\"lastHour\":{\"since\":\"%s\",\"readUnits\":41.5,\"writeUnits\":4500,\"dollars\":%s}"
                .formatted(since, dollars);
    }

    private static Locator tile(ExplorerPage page, String name) {
        return page.find(".usage .tiles div:has(dt:text-is(\"" + name + "\")) dd");
    }

    /** The newest orders can be listed, whichever test is the first. */
    @BeforeEach
    void make_the_read_models() {
        Api.createOrder(1);
        stream.drain();
    }

    @Test
    void the_service_itself_shows_its_events_and_what_they_cost() {
        try (ExplorerPage page = new ExplorerPage().open("/")) {
            assertThat(page.find(".usage .tiles dt")).hasCount(4);
            assertThat(page.find(".usage"))
                    .containsText("in us-east-1: $0.625 and $0.125 a million");
            page.find(".usage summary").click();
            assertThat(page.find(".usage tbody tr")).hasCount(4);
            page.expectAccessible();
        }
    }

    @Test
    void a_whole_hour_is_called_so() {
        String json =
                withFeed(
                        ",\"readUnits\":1,\"writeUnits\":2",
                        lastHour(Instant.now().minusSeconds(3595), "0.0028176875"));
        try (ExplorerPage page = new ExplorerPage().answering("/usage", 200, json).open("/")) {
            assertThat(tile(page, "Events")).hasText("1,234,567");
            assertThat(tile(page, "Streams")).hasText("45,678");
            assertThat(tile(page, "Stored")).hasText("312 MB");
            assertThat(tile(page, "Cost of the last hour")).hasText("$0.0028");
            assertThat(page.find(".usage"))
                    .containsText("4,500 write units and 41.5 read units of DynamoDB");
            page.find(".usage summary").click();
            assertThat(page.find(".usage tbody tr").last())
                    .hasText("Keys of personal data9960 bytes21");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, $0.00", "12.3456, $12.35", "0.00000041, $0.00000041"})
    void a_shorter_time_says_when_it_began(String dollars, String shown) {
        String json =
                withFeed(
                        ",\"readUnits\":1,\"writeUnits\":2",
                        lastHour(Instant.now().minusSeconds(300), dollars));
        try (ExplorerPage page = new ExplorerPage().answering("/usage", 200, json).open("/")) {
            assertThat(page.find(".usage .tiles dt").last()).containsText("Cost since ");
            assertThat(page.find(".usage .tiles dd").last()).hasText(shown);
        }
    }

    @Test
    void one_of_several_processes_leads_to_the_dashboard_of_all() {
        String json = withFeed("", "\"dashboard\":\"https://dashboard.example/#shop\"");
        try (ExplorerPage page = new ExplorerPage().answering("/usage", 200, json).open("/")) {
            assertThat(page.link("the dashboard"))
                    .hasAttribute("href", "https://dashboard.example/#shop");
            assertThat(page.find(".usage .tiles dt"))
                    .hasText(new String[] {"Events", "Streams", "Stored"});
            page.find(".usage summary").click();
            assertThat(page.find(".usage thead th"))
                    .hasText(new String[] {"Table", "Items", "Size"});
            page.expectAccessible();
        }
    }

    @Test
    void without_a_feed_commits_are_shown() {
        String json =
                withFeed("", "\"dashboard\":\"https://dashboard.example/\"")
                        .replace("\"totalEvents\":1234567,\"totalStreams\":45678,", "");
        try (ExplorerPage page = new ExplorerPage().answering("/usage", 200, json).open("/")) {
            assertThat(tile(page, "Commits")).hasText("812,345");
            assertThat(page.find(".usage .tiles dt")).hasText(new String[] {"Commits", "Stored"});
            assertThat(page.find(".usage")).containsText("counted by the feed, which is off");
        }
    }

    @Test
    void who_may_not_see_it_is_told_and_nothing_else_is_missing() {
        String forbidden =
                "{\"type\":\"urn:reprise:problem:forbidden\",\"title\":\"Not allowed\",\"status\":403,\"detail\":\"d\",\"scope\":\"operator\"}";
        try (ExplorerPage page =
                new ExplorerPage(ExplorerPage.PHONE, ColorScheme.DARK)
                        .answering("/usage", 403, forbidden)
                        .open("/")) {
            assertThat(page.find(".usage"))
                    .hasText("Only operators of the whole service may see this.");
            assertThat(page.find(".notice")).hasCount(0);
            page.expectAccessible();
        }
    }

    @Test
    void a_failure_is_a_notice_with_a_way_to_try_again() {
        String problem =
                "{\"type\":\"urn:reprise:problem:unavailable\",\"title\":\"DynamoDB does not answer\",\"status\":503,\"detail\":\"wait\"}";
        try (ExplorerPage page = new ExplorerPage().answering("/usage", 503, problem).open("/")) {
            assertThat(page.find(".usage .notice")).containsText("DynamoDB does not answer");
            page.page().unrouteAll();
            page.button("Try again").click();
            assertThat(page.find(".usage .tiles dt")).hasCount(4);
        }
    }
}
