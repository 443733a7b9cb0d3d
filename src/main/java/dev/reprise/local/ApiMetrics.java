package dev.reprise.local;

import io.vertx.ext.web.Router;

/**
 * Reports the metrics of an HTTP API: its calls and their errors.
 *
 * @param apiId the logical id of the API
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html">Metrics
 *     of HTTP APIs</a>
 */
record ApiMetrics(CloudWatch metrics, String apiId) {

    /** The metrics of a template's API. */
    static ApiMetrics of(CloudFormationTemplate template, CloudWatch metrics) {
        return new ApiMetrics(
                metrics,
                template.resourcesOfType("AWS::ApiGatewayV2::Api").stream()
                        .map(CloudFormationTemplate.Resource::logicalId)
                        .findFirst()
                        .orElseThrow(() -> new TemplateException("the template has no API")));
    }

    /** Counts every answer to a request of a router, before it is sent. */
    void count(Router router) {
        router.route()
                .order(-1)
                .handler(routing -> {
                    routing.addHeadersEndHandler(_ -> answered(routing.response().getStatusCode()));
                    routing.next();
                });
    }

    private void answered(int status) {
        put("Count", 1);
        put("4xx", status / 100 == 4 ? 1 : 0);
        put("5xx", status / 100 == 5 ? 1 : 0);
    }

    private void put(String name, double value) {
        metrics.put(MetricName.of("AWS/ApiGateway", name, "ApiId", apiId), value);
    }
}
