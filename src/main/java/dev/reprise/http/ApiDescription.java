package dev.reprise.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Adds to the OpenAPI document the headers that all commands take, and the problem answer. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {

    private static final String PROBLEM = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents().addSchema(PROBLEM, problem());
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations()
                                .forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        if (method != PathItem.HttpMethod.GET) {
            operation.addParameter(
                    header(
                            RequestContext.IDEMPOTENCY_KEY,
                            "1 to 128 visible ASCII characters without a comma. A command that is repeated with the same key is done once"));
            if (path.contains("{")) {
                operation.addParameter(
                        header("If-Match", "ETags, one of which the resource must have now"));
            }
        }
        operation
                .addParameter(
                        header(
                                RequestContext.CORRELATION_ID,
                                "Recorded with the command's events, and returned in the answer"))
                .getResponses()
                .setDefaultValue(
                        OASFactory.createAPIResponse()
                                .description("A problem (RFC 9457)")
                                .content(
                                        OASFactory.createContent()
                                                .addMediaType(
                                                        Problem.MEDIA_TYPE,
                                                        OASFactory.createMediaType()
                                                                .schema(
                                                                        OASFactory.createSchema()
                                                                                .ref(
                                                                                        "#/components/schemas/"
                                                                                                + PROBLEM)))));
    }

    private static Parameter header(String name, String description) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.HEADER)
                .description(description)
                .schema(text());
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .properties(
                        Map.of(
                                "type",
                                        text().description(
                                                        "Which problem it is: a URN that never changes"),
                                "title", text(),
                                "status",
                                        OASFactory.createSchema()
                                                .addType(Schema.SchemaType.INTEGER),
                                "detail",
                                        text().description(
                                                        "What is wrong with this request, naming the field or number at fault")));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
