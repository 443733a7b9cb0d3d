package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API below a base path. */
@QuarkusTest
@TestProfile(BasePathIT.BelowShopV1.class)
class BasePathIT {

    public static final class BelowShopV1 implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("REPRISE_BASE_PATH", "/shop/v1");
        }
    }

    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\"");
    private static final Pattern SCRIPT = Pattern.compile("src=\"([^\"]+app[.]js)\"");
    private static final Pattern API = Pattern.compile("name=\"reprise-api\" content=\"([^\"]*)\"");

    @Test
    void location_is_below_the_base_path_and_leads_to_the_order() {
        Answer created =
                Api.post("/shop/v1/orders", Api.newOrder("b1", 2), "Idempotency-Key", "b1")
                        .expect(201);

        assertThat(created.header("Location")).hasValue("/shop/v1/orders/b1");
        assertThat(Api.get("/shop/v1/orders/b1?minVersion=3").expect(200).body())
                .isEqualTo(created.body());
        assertThat(Api.get("/shop/v1/orders/b1?version=1").version()).isEqualTo(1);
        assertThat(Api.get("/sh%6Fp/v%31/orders/b1?version=1").version()).isEqualTo(1);
        Api.post("/shop/v1/orders/b1/items", Api.item("i1", 1, "1")).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop/v1", "/shop/v1/"})
    void the_explorer_finds_its_files_and_the_api_below_the_base_path(String address) {
        String page = Api.get(address, "Accept", "text/html").expect(200).body();
        URI base = URI.create("http://localhost" + address);
        URI app = base.resolve(group(SCRIPT, page));
        URI api = base.resolve(group(API, page) + "orders?status=OPEN");

        assertThat(app.getPath()).startsWith("/shop/v1/explorer/");
        Api.get(app.getPath()).expect(200);
        assertThat(api).hasToString("http://localhost/shop/v1/orders?status=OPEN");
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/orders/b1",
                "/orders?customerId=c1",
                "/q/openapi",
                "/health",
                "/shop",
                "/shop/orders/b1",
                "/shop/v10/orders/b1",
                "/Shop/v1/orders/b1",
                "/shop%2Fv1/orders/b1",
                "/v1/orders/b1",
                "/shop/v1/shop/v1/orders/b1"
            })
    void what_is_not_below_the_base_path_is_404(String path) {
        Api.get(path).expectProblem(404, "no-such-resource");
        Api.call("OPTIONS", path, BodyPublishers.noBody()).expectProblem(404, "no-such-resource");
        Api.post(path, Api.newOrder("b2", 1)).expectProblem(404, "no-such-resource");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/shop/v1/../v1/orders",
                "/shop/x/../v1/orders/b1",
                "/shop/%2e%2e/shop/v1/orders/b1",
                "/shop//v1/orders/b1",
                "//shop/v1/orders/b1",
                "/shop/v1//orders/b1",
                "/shop/v1/orders/",
                "/shop/v1;x/orders/b1",
                "/shop/v1//",
                "/shop/v1/q/../orders/b1",
                "/shop/v1/x/../q/openapi",
                "/x/../orders/b1",
                "/shop/"
            })
    void a_path_that_stands_for_another_one_is_refused_before_it_is_stripped(String path) {
        Api.get(path).expectProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    OPTIONS | /shop/v1/orders/b1 | 204
                    PUT     | /shop/v1/orders/b1 | 405
                    """)
    void allow_is_that_of_the_resource(String method, String path, int status) {
        Answer answer = Api.call(method, path, BodyPublishers.noBody()).expect(status);

        assertThat(answer.header("Allow")).hasValue("GET, HEAD, OPTIONS, PATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop/v1", "/shop/v1/"})
    void each_link_of_the_start_page_leads_somewhere(String page) {
        String html = Api.get(page).expect(200).body();

        assertThat(LINK.matcher(html).results())
                .hasSize(3)
                .allSatisfy(link -> {
                    String target = URI.create(page).resolve(link.group(1)).getPath();
                    assertThat(target).startsWith("/shop/v1/");
                    Api.get(target).expect(200);
                });
    }

    @Test
    void the_description_is_below_the_base_path() {
        assertThat(Api.get("/shop/v1/q/openapi").expect(200).body())
                .startsWith("---")
                .contains("\nservers:\n- url: /shop/v1\n");
        JsonNode description = Api.get("/shop/v1/q/openapi?format=json").expect(200).json();
        assertThat(description.at("/servers/0/url").textValue()).isEqualTo("/shop/v1");
        assertThat(description.path("paths").has("/orders/{orderId}")).isTrue();
    }
}
