package dev.reprise.local;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the template's HTTP API, all of which lead to one function: whom each lets through.
 * Signatures of AWS are not checked on a laptop, so a route that needs one lets everybody through,
 * and says of nobody who he is.
 */
final class ApiRoutes implements ApiAuthorizer {

    private static final String DEFAULT = "$default";
    private static final String REST = "{proxy+}";
    private static final Pattern IMITATED =
            Pattern.compile("\\$default|[A-Z]+ (/[A-Za-z0-9._-]+)*/([{]proxy[+][}])?");

    /** What checks the requests of each route, by its key. */
    private final Map<String, ApiAuthorizer> routes;

    private final ApiAuthorizer ofOthers;

    private ApiRoutes(Map<String, ApiAuthorizer> routes, ApiAuthorizer ofOthers) {
        this.routes = Map.copyOf(routes);
        this.ofOthers = ofOthers;
    }

    /**
     * The routes of a template.
     *
     * @param issuer whose tokens an authorizer takes, if the template names it and one of its
     *     audiences
     * @throws TemplateException if a route is of a kind that is not imitated
     */
    static ApiRoutes of(CloudFormationTemplate template, LocalIssuer issuer) {
        Map<String, ApiAuthorizer> routes = new TreeMap<>();
        template.resourcesOfType("AWS::ApiGatewayV2::Route")
                .forEach(route ->
                        routes.put(
                                key(route.properties().required("RouteKey")),
                                authorizer(template, route.properties(), issuer)));
        @Nullable ApiAuthorizer ofOthers = routes.remove(DEFAULT);
        if (ofOthers == null) {
            throw new TemplateException(template.source() + " has no route " + DEFAULT);
        }
        return new ApiRoutes(routes, ofOthers);
    }

    private static String key(TemplateValue key) {
        if (IMITATED.matcher(key.text()).matches()) {
            return key.text();
        }
        throw key.problem(
                "is %s, which is not imitated. Use $default, or a method and a path that ends with / or /{proxy+}."
                        .formatted(key.text()));
    }

    private static ApiAuthorizer authorizer(
            CloudFormationTemplate template, TemplateValue route, LocalIssuer issuer) {
        TemplateValue type = route.required("AuthorizationType");
        return switch (type.text()) {
            case "NONE", "AWS_IAM" -> EVERYONE_MAY_CALL;
            case "JWT" -> tokens(template, route.required("AuthorizerId").text(), issuer);
            default ->
                    throw type.problem(
                            "is %s, which is not imitated. Use NONE, AWS_IAM or JWT."
                                    .formatted(type.text()));
        };
    }

    private static ApiAuthorizer tokens(
            CloudFormationTemplate template, String authorizer, LocalIssuer issuer) {
        TemplateValue declared =
                template.resource("AWS::ApiGatewayV2::Authorizer", authorizer)
                        .properties()
                        .required("JwtConfiguration");
        JwtAuthorizer tokens =
                issuer.authorizer(
                        declared.required("Issuer").text(),
                        Set.copyOf(declared.required("Audience").texts()));
        return request -> tokens.check(authorization(request));
    }

    /** Several lines are one with commas, which is no token. */
    private static @Nullable String authorization(HttpServerRequest request) {
        List<String> lines = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    @Override
    public Admission admit(HttpServerRequest request) {
        return keys(request)
                .map(routes::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(ofOthers)
                .admit(request);
    }

    /** The keys of the routes that fit a request, the most specific one first. */
    private static Stream<String> keys(HttpServerRequest request) {
        String path = RequestTarget.parse(request.uri()).map(RequestTarget::path).orElse("/?");
        List<String> paths = new ArrayList<>(List.of(path));
        // A greedy path has at least one more character.
        int slash = path.lastIndexOf('/', path.length() - 2);
        while (slash >= 0) {
            paths.add(path.substring(0, slash + 1) + REST);
            slash = path.lastIndexOf('/', slash - 1);
        }
        return paths.stream().map(each -> request.method().name() + " " + each);
    }
}
