package dev.reprise.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * Puts the base path into the OpenAPI document, so that a client made from the document calls the
 * right paths. At startup, because the base path is a setting of the deployed function.
 */
@Singleton
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class DescribedServer implements OASFilter {

    private final BasePath basePath;

    @Inject
    DescribedServer(BasePath basePath) {
        this.basePath = basePath;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        String url = basePath.pathOf("");
        if (!url.isEmpty()) {
            api.setServers(List.of(OASFactory.createServer().url(url)));
        }
    }
}
