package dev.reprise.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Completes one call of the OpenAPI document. */
public final class OperationDescription {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final String NOT_MODIFIED = "304";

    private final OpenAPI api;
    private final String path;
    private final PathItem.HttpMethod method;
    private final Operation operation;

    private OperationDescription(
            OpenAPI api, String path, PathItem.HttpMethod method, Operation operation) {
        this.api = api;
        this.path = path;
        this.method = method;
        this.operation = operation;
    }

    /** Every call of the document. */
    static List<OperationDescription> all(OpenAPI api) {
        List<OperationDescription> all = new ArrayList<>();
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations()
                                .forEach((method, operation) ->
                                        all.add(
                                                new OperationDescription(
                                                        api, path, method, operation))));
        return all;
    }

    /** The call with this operation id. */
    static OperationDescription of(OpenAPI api, String operationId) {
        return all(api).stream()
                .filter(call -> operationId.equals(call.operation.getOperationId()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "no resource has a call with the operation id " + operationId));
    }

    boolean isQuery() {
        return method == PathItem.HttpMethod.GET;
    }

    /** A POST declares JSON, even without a body: see {@link JsonRequests}. */
    boolean isPost() {
        return method == PathItem.HttpMethod.POST;
    }

    /** Whether the call is about the read models, and changes no stream. */
    boolean isOfProjections() {
        return path.startsWith("/projections");
    }

    /** Whether the path names something that exists already. */
    boolean isOfExisting() {
        return path.contains("{");
    }

    /** Whether nobody has to say who he is. */
    boolean isOpen() {
        return AccessRule.BY_OPERATION.get(operation.getOperationId()) == AccessRule.EVERYBODY;
    }

    boolean hasBody() {
        return operation.getRequestBody() != null;
    }

    public OperationDescription description(String description) {
        operation.setDescription(description);
        return this;
    }

    /** Describes the answer to a call that succeeds. */
    public OperationDescription success(String description, String... headers) {
        APIResponse success = success();
        success.setDescription(description);
        for (String header : headers) {
            header(success, header);
        }
        return this;
    }

    /** Describes the answer 200 of a call whose {@link #success} has another status. */
    public OperationDescription alsoOk(String description, String... headers) {
        APIResponse ok =
                response("200").description(description).content(success().getContent());
        for (String header : headers) {
            header(ok, header);
        }
        return this;
    }

    /** Describes another answer to a call that succeeds, which has another schema. */
    public OperationDescription also(
            String status, String description, String schema, String... headers) {
        APIResponse other =
                response(status)
                        .description(description)
                        .content(
                                OASFactory.createContent()
                                        .addMediaType(
                                                "application/json",
                                                OASFactory.createMediaType()
                                                        .schema(Schemas.reference(schema))));
        for (String header : headers) {
            header(other, header);
        }
        return this;
    }

    private APIResponse success() {
        return operation.getResponses().getAPIResponses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** Replaces the schema of the answer to a call that succeeds. */
    public OperationDescription answers(String schema) {
        success()
                .getContent()
                .getMediaTypes()
                .values()
                .forEach(content -> content.setSchema(Schemas.reference(schema)));
        return this;
    }

    /** Describes a path parameter; its example is what a page to try the API on begins with. */
    public OperationDescription path(String name, Schema schema) {
        Object example = schema.getExamples().getFirst();
        return parameter(name, schema).example(name, example);
    }

    /** Describes an optional parameter, which such a page leaves empty. */
    public OperationDescription parameter(String name, Schema schema) {
        Parameter parameter = found(name);
        parameter.setDescription(schema.getDescription());
        parameter.setSchema(
                schema.getRef() == null ? schema.description(null).examples(null) : schema);
        return this;
    }

    /** Gives a parameter an example. */
    public OperationDescription example(String name, Object example) {
        found(name).setExample(example);
        return this;
    }

    private Parameter found(String name) {
        return operation.getParameters().stream()
                .filter(parameter -> name.equals(parameter.getName()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                operation.getOperationId() + " has no parameter " + name));
    }

    void header(Parameter shared, String name) {
        api.getComponents().addParameter(name, shared);
        operation.addParameter(OASFactory.createParameter().ref("#/components/parameters/" + name));
    }

    /** Describes the body, which is required. */
    public OperationDescription body(String description) {
        return body(description, true);
    }

    /** Describes the body, which may be left out. */
    OperationDescription optionalBody(String description) {
        return body(description, false);
    }

    private OperationDescription body(String description, boolean required) {
        operation.getRequestBody().description(description).setRequired(required);
        return this;
    }

    /** Adds an example of the body; a page to try the API on begins with the first one. */
    public OperationDescription bodyExample(String name, String summary, String json) {
        operation
                .getRequestBody()
                .getContent()
                .getMediaTypes()
                .values()
                .forEach(content ->
                        content.addExample(
                                name,
                                OASFactory.createExample().summary(summary).value(value(json))));
        return this;
    }

    private static Object value(String json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the example is not JSON: " + json, e);
        }
    }

    /** Adds problems that this call can have, each with what it looks like. */
    public OperationDescription problems(Problem... problems) {
        for (Problem problem : problems) {
            addProblem(response(Integer.toString(problem.status())), problem);
        }
        return this;
    }

    /**
     * Adds problems that calls of this kind share. If the call has problems of its own with the same
     * status, they stand together.
     */
    void sharedProblems(Problem... problems) {
        for (Problem problem : problems) {
            APIResponse own =
                    operation.getResponses().getAPIResponse(Integer.toString(problem.status()));
            if (own != null && own.getRef() == null) {
                if (!own.getDescription().contains(line(problem))) {
                    addProblem(own, problem);
                }
                continue;
            }
            String name = sharedName(problem);
            Map<String, APIResponse> shared = api.getComponents().getResponses();
            if (shared == null || !shared.containsKey(name)) {
                APIResponse response = OASFactory.createAPIResponse();
                addProblem(response, problem);
                api.getComponents().addResponse(name, response);
            } else if (!shared.get(name).getDescription().contains(line(problem))) {
                addProblem(shared.get(name), problem);
            }
            operation
                    .getResponses()
                    .addAPIResponse(
                            Integer.toString(problem.status()),
                            OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        }
    }

    private String sharedName(Problem problem) {
        return (isQuery() ? "Query" : "Command") + problem.status();
    }

    /** The answer with this status, which is added if it is not there yet. */
    APIResponse response(String status) {
        APIResponses responses = operation.getResponses();
        APIResponse known = responses.getAPIResponse(status);
        if (known != null) {
            return known;
        }
        APIResponse added = OASFactory.createAPIResponse();
        responses.addAPIResponse(status, added);
        return added;
    }

    /** The answers that are not shared with other calls. */
    List<APIResponse> ownResponses() {
        return operation.getResponses().getAPIResponses().values().stream()
                .filter(response -> response.getRef() == null)
                .toList();
    }

    /** Describes the answer with any other status: to another path or method, or of the gateway. */
    void otherProblems(Problem... problems) {
        APIResponse other = OASFactory.createAPIResponse();
        for (Problem problem : problems) {
            addProblem(other, problem);
        }
        other.getContent()
                .addMediaType(
                        "application/json",
                        OASFactory.createMediaType().schema(Schemas.reference("GatewayError")));
        api.getComponents().addResponse("Other", other);
        operation
                .getResponses()
                .setDefaultValue(
                        OASFactory.createAPIResponse().ref("#/components/responses/Other"));
    }

    /** Sorts the answers by status; the one with any other status is the last. */
    void sortResponses() {
        APIResponses responses = operation.getResponses();
        Map<String, APIResponse> sorted = new LinkedHashMap<>();
        responses.getAPIResponses().keySet().stream()
                .sorted()
                .forEach(status -> sorted.put(status, responses.getAPIResponse(status)));
        responses.setAPIResponses(sorted);
    }

    /** Whether the answer that the caller has already is described. */
    boolean hasNotModified() {
        return operation.getResponses().hasAPIResponse(NOT_MODIFIED);
    }

    /** The answer to a query that has nothing new. */
    APIResponse notModified() {
        return response(NOT_MODIFIED)
                .description("If-None-Match names what would be shown: you have it already");
    }

    private void addProblem(APIResponse response, Problem problem) {
        String before = response.getDescription() == null ? "" : response.getDescription() + "\n";
        response.setDescription(before + line(problem));
        String name = name(problem);
        api.getComponents()
                .addExample(
                        name,
                        OASFactory.createExample()
                                .summary(problem.title())
                                .value(JSON.convertValue(problem, Object.class)));
        if (response.getContent() == null) {
            response.setContent(
                    OASFactory.createContent()
                            .addMediaType(
                                    Problem.MEDIA_TYPE,
                                    OASFactory.createMediaType()
                                            .schema(Schemas.reference("Problem"))));
        }
        MediaType content = response.getContent().getMediaType(Problem.MEDIA_TYPE);
        content.addExample(name, OASFactory.createExample().ref("#/components/examples/" + name));
        AnswerHeaders.of(problem, isQuery()).forEach(header -> header(response, header));
    }

    private static String line(Problem problem) {
        return "- `" + name(problem) + "`: " + problem.title();
    }

    /** The last part of the problem's type. */
    private static String name(Problem problem) {
        return problem.type().substring(problem.type().lastIndexOf(':') + 1);
    }

    void header(APIResponse response, String name) {
        response.addHeader(
                name, OASFactory.createObject(Header.class).ref("#/components/headers/" + name));
    }
}
