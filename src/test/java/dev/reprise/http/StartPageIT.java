package dev.reprise.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StartPageIT {

    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\"");
    private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");

    @Test
    void each_link_of_the_page_leads_somewhere() {
        List<String> links = LINK.matcher(page()).results().map(link -> link.group(1)).toList();

        assertThat(links).containsExactlyInAnyOrder("q/swagger-ui/", "q/openapi", "projections");
        for (String link : links) {
            given().get("/" + link).then().statusCode(200);
        }
    }

    @Test
    void the_page_loads_nothing_and_its_policy_allows_its_own_style_only() throws Exception {
        Response answer = given().get("/");
        Matcher style = STYLE.matcher(answer.asString());
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(style.group(1).getBytes(StandardCharsets.UTF_8));

        assertThat(answer.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
                .doesNotContain("unsafe");
        assertThat(answer.asString()).doesNotContain("<script", "src=", "http:", "https:", "url(");
    }

    @Test
    void the_page_is_html_for_a_browser_and_for_head() {
        given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get("/")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"));
        given().head("/").then().statusCode(200);
    }

    @Test
    void a_client_that_asks_for_json_gets_the_page_too() {
        given().accept("application/json")
                .get("/")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"));
    }

    @Test
    void another_method_is_answered_405_with_the_methods_that_are_allowed() {
        assertThat(given().post("/").then().statusCode(405).extract().header("Allow"))
                .contains("GET", "HEAD");
    }

    @Test
    void the_page_is_not_part_of_the_api() {
        assertThat(given().get("/q/openapi").asString()).doesNotContain("StartPage", "text/html");
    }

    private static String page() {
        return given().get("/").then().statusCode(200).extract().asString();
    }
}
