package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The files of the {@link Explorer}, for everyone. {@link StartPage} shows its page. */
@Path("/explorer/{version}/{file}")
class ExplorerResource {

    private final Explorer explorer;

    @Inject
    ExplorerResource(Explorer explorer) {
        this.explorer = explorer;
    }

    @GET
    @Operation(operationId = "showExplorerFile", hidden = true)
    public Response file(
            @PathParam("version") String version,
            @PathParam("file") String name,
            @Context Request request) {
        Response file = explorer.file(version, name);
        @Nullable EntityTag tag = file.getEntityTag();
        Response.@Nullable ResponseBuilder unchanged =
                tag == null ? null : request.evaluatePreconditions(tag);
        return unchanged == null ? file : unchanged.build();
    }
}
