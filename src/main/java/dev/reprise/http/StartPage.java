package dev.reprise.http;

import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The page for a person who opens the service's address: the {@link Explorer} for a browser, if it
 * is not switched off, and otherwise a page with links that loads nothing. Links are relative, so
 * that both work below any path.
 */
@Path("/")
class StartPage {

    private static final String STYLE =
            """
            :root { color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif; }
            body { max-width: 36rem; margin: 12vh auto; padding: 0 1.25rem; }
            h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; }
            ul { list-style: none; margin: 2rem 0 0; padding: 0; }
            li { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
            a { display: block; padding: .75rem 0; color: LinkText; }
            a:focus-visible { outline: 2px solid; outline-offset: 2px; }
            """;

    static final String SWAGGER_UI = "/q/swagger-ui/";

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; img-src data:; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                    .formatted(sha256(STYLE));

    private final RequestContext request;
    private final Explorer explorer;

    @Inject
    StartPage(RequestContext request, Explorer explorer) {
        this.request = request;
        this.explorer = explorer;
    }

    @GET
    @Operation(operationId = "showStartPage", hidden = true)
    public Response page() {
        // Swagger UI is not part of what is deployed.
        String swaggerUi = LaunchMode.current().isDevOrTest() ? swaggerUiLink() : "";
        if (explorer.isAskedFor(request.header(HttpHeaders.ACCEPT))) {
            return explorer.page(below(), links(swaggerUi));
        }
        String page =
                """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Reprise</title>
                <link rel="icon" href="data:,">
                <style>%s</style>
                <main>
                <h1>Reprise</h1>
                <p>This service takes orders over HTTP and stores every change to an order as an event.
                An order's state is computed from its events, so you can read each order as it was at
                any time. Lists of orders come from read models, which follow the events.</p>
                <ul>
                %s<li><a href="%sprojections">State of the read models</a></li>
                </ul>
                </main>
                </html>
                """
                        .formatted(STYLE, links(swaggerUi), below());
        return Response.ok(page, "text/html;charset=UTF-8")
                .header(SecurityHeaders.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    private String links(String swaggerUi) {
        return swaggerUi
                + "<li><a href=\"%sq/openapi\">Description of the API (OpenAPI)</a></li>\n"
                        .formatted(below());
    }

    private String swaggerUiLink() {
        return "<li><a href=\"%s\">Try the API in the browser</a></li>\n"
                .formatted(below() + SWAGGER_UI.substring(1));
    }

    /**
     * What precedes a relative link to a resource. A link is relative to the last slash of the
     * page's path, so on the page {@code /v1} it has to repeat {@code v1}.
     */
    private String below() {
        String path = request.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? "" : last + "/";
    }

    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
