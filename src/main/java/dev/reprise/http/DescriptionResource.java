package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The API's description: {@code docs/openapi.yaml} and {@code docs/openapi.json}, which are in the
 * package. The tests make both, so that no function spends time on it.
 *
 * <p>YAML, unless the caller asks for JSON: by Accept, by {@code ?format=json}, or by the path.
 */
@Path("/q")
class DescriptionResource {

    private static final String SHOW = "showDescription";

    private final RequestContext request;
    private final BasePath basePath;

    @Inject
    DescriptionResource(RequestContext request, BasePath basePath) {
        this.request = request;
        this.basePath = basePath;
    }

    @GET
    @Path("openapi")
    @Operation(operationId = SHOW, hidden = true)
    public Response asAsked(@QueryParam("format") @Nullable String format) {
        boolean json =
                "json".equalsIgnoreCase(format)
                        || request.header(HttpHeaders.ACCEPT)
                                .filter(accept -> accept.contains("application/json"))
                                .isPresent();
        return (json ? Document.JSON : Document.YAML).below(basePath);
    }

    @GET
    @Path("openapi.json")
    @Operation(operationId = SHOW, hidden = true)
    public Response json() {
        return Document.JSON.below(basePath);
    }

    @GET
    @Path("openapi.yaml")
    @Operation(operationId = SHOW, hidden = true)
    public Response yaml() {
        return Document.YAML.below(basePath);
    }

    @GET
    @Path("openapi.yml")
    @Operation(operationId = SHOW, hidden = true)
    public Response yml() {
        return yaml();
    }

    /** A file with the description. */
    private enum Document {
        YAML("openapi.yaml", "application/yaml", "- url: %s\n"),
        JSON("openapi.json", "application/json", "\"url\" : \"%s\"");

        private final String file;
        private final String mediaType;

        /** How the file says where the service is. */
        private final String server;

        Document(String file, String mediaType, String server) {
            this.file = file;
            this.mediaType = mediaType;
            this.server = server;
        }

        /** The answer. It names the base path, so that a client made from it calls right paths. */
        private Response below(BasePath basePath) {
            String url = basePath.pathOf("");
            String shown = url.isEmpty() ? "/" : url;
            return Response.ok(
                            content().replace(server.formatted("/"), server.formatted(shown)),
                            mediaType + ";charset=" + StandardCharsets.UTF_8)
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .build();
        }

        private String content() {
            try (InputStream in = DescriptionResource.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException(
                            "the package has no %s; build it with docs/%s".formatted(file, file));
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
