package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the explorer is sent. */
@QuarkusTest
class ExplorerIT {

    private static final Pattern ASSET = Pattern.compile("\"(explorer/[^\"]+)\"");
    private static final int MAX_BYTES = 150_000;

    private static Answer page() {
        return Api.get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8").expect(200);
    }

    private static List<String> assets() {
        return ASSET.matcher(page().body())
                .results()
                .map(found -> "/" + found.group(1))
                .distinct()
                .toList();
    }

    @Test
    void a_browser_gets_the_page_and_everyone_else_what_was_there_before() {
        assertThat(page().body()).contains("<script type=\"module\"");
        for (String accept : List.of("*/*", "application/json", "text/html;q=0", "text/*")) {
            assertThat(Api.get("/", "Accept", accept).expect(200).body())
                    .contains("This service takes orders over HTTP")
                    .doesNotContain("<script");
        }
        assertThat(page().header("Vary")).hasValue("Accept");
    }

    @Test
    void the_policy_lets_nothing_run_but_the_pages_own_files() {
        assertThat(page().header("Content-Security-Policy").orElseThrow().split("; ?"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types 'none'")
                .noneMatch(directive -> directive.contains("unsafe"));
        assertThat(page().body())
                .doesNotContain("<style", " style=", " onclick=", "http:", "https:");
    }

    @Test
    void each_file_is_small_is_kept_for_a_year_and_is_of_its_type() {
        int bytes = page().body().getBytes(StandardCharsets.UTF_8).length;
        assertThat(assets()).hasSize(ExplorerFiles.NAMES.size());
        for (String asset : assets()) {
            Answer file = Api.get(asset, "Accept", "text/css,*/*;q=0.1").expect(200);
            bytes += file.body().getBytes(StandardCharsets.UTF_8).length;
            assertThat(file.header("Cache-Control"))
                    .hasValue("public, max-age=31536000, immutable");
            assertThat(file.header("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(file.header("Content-Type").orElseThrow())
                    .startsWith(
                            asset.endsWith(".js")
                                    ? "text/javascript"
                                    : asset.endsWith(".css") ? "text/css" : "image/svg+xml");
            Api.get(asset, "If-None-Match", file.header("ETag").orElseThrow()).expect(304);
        }
        assertThat(bytes).as("the bytes of the page and all its files").isLessThan(MAX_BYTES);
    }

    @Test
    void a_file_of_another_version_or_name_is_not_there() {
        String asset = assets().getFirst();
        Api.get(asset.replaceAll("/[0-9a-f]{16}/", "/0123456789abcdef/"))
                .expectProblem(404, "no-such-resource");
        Api.get(asset.replaceAll("[^/]*$", "index.html")).expectProblem(404, "no-such-resource");
        Api.get("/explorer").expectProblem(404, "no-such-resource");
    }
}
