package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The HTTP API of this project's own process, in development and in tests. With the setting {@value
 * #AUTHORIZATION}{@code =jwt} it asks for tokens where {@code template.yaml} does, and has an
 * issuer.
 */
final class LocalApi {

    static final String AUTHORIZATION = "reprise.authorization";
    static final String JWT = "jwt";

    private static final String CORS_ORIGINS = "reprise.http.cors.origins";

    /** The API's description, and the page to try it on, which is not deployed. */
    private static final String DEVELOPMENT_PAGES = "/q/";

    private LocalApi() {}

    /** Whether the API asks for tokens. */
    static boolean needsTokens() {
        return ConfigProvider.getConfig()
                .getOptionalValue(AUTHORIZATION, String.class)
                .filter(JWT::equalsIgnoreCase)
                .isPresent();
    }

    /**
     * Opens the API on a router.
     *
     * @param issuer of the tokens, if tokens are asked for
     * @throws TemplateException if the routes in the template are not imitated
     */
    static void open(
            Router router,
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            LiveReload reload,
            LocalIssuer issuer) {
        if (needsTokens()) {
            HttpFront.open(router, function, reload, authorizer(issuer));
            TokenEndpoint.open(router, issuer);
        } else {
            HttpFront.open(router, function, reload, ApiAuthorizer.EVERYONE_MAY_CALL);
        }
    }

    private static ApiAuthorizer authorizer(LocalIssuer issuer) {
        Config config = ConfigProvider.getConfig();
        Map<String, String> parameters = new HashMap<>(LocalIssuer.parameters());
        parameters.put("Authorization", JWT);
        parameters.put(
                "CorsOrigins", config.getOptionalValue(CORS_ORIGINS, String.class).orElse(""));
        ApiRoutes routes =
                ApiRoutes.of(
                        CloudFormationTemplate.read(Path.of("template.yaml"), parameters), issuer);
        String pages =
                config.getOptionalValue(LocalConfig.BASE_PATH, String.class).orElse("")
                        + DEVELOPMENT_PAGES;
        Predicate<RequestTarget> isPage = target -> target.path().startsWith(pages);
        return request ->
                RequestTarget.parse(request.uri()).filter(isPage).isPresent()
                        ? ApiAuthorizer.EVERYONE_MAY_CALL.admit(request)
                        : routes.admit(request);
    }
}
