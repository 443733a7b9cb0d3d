package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.local.RolePolicy.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A call of DynamoDB, or of its streams.
 *
 * @param role the role of the caller
 * @param process the process that calls
 * @param operation such as {@code PutItem}
 * @param body the request
 */
record DynamoDbCall(String role, String process, String operation, JsonNode body) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Pattern TARGET =
            Pattern.compile("(?:DynamoDB_20120810|DynamoDBStreams_20120810)\\.(\\w+)");

    /** The stream's ARN as DynamoDB Local has it, also within an iterator. */
    private static final Pattern STREAM =
            Pattern.compile("arn:aws:dynamodb:[^:]*:[^:]*:table/([^/]+)/stream/");

    /** The parts of a transaction, and what each of them asks for. */
    private static final Map<String, String> TRANSACTION_PARTS =
            Map.of(
                    "Put", "PutItem",
                    "Update", "UpdateItem",
                    "Delete", "DeleteItem",
                    "ConditionCheck", "ConditionCheckItem",
                    "Get", "GetItem");

    /**
     * Reads a request.
     *
     * @param target the header X-Amz-Target
     * @throws IllegalArgumentException if it is no request of DynamoDB
     */
    static DynamoDbCall of(String role, String process, String target, byte[] body) {
        Matcher operation = TARGET.matcher(target);
        if (!operation.matches()) {
            throw new IllegalArgumentException(target + " is no operation of DynamoDB");
        }
        try {
            String text = new String(body, UTF_8);
            return new DynamoDbCall(role, process, operation.group(1), JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(target + " has a body that is not JSON", e);
        }
    }

    /**
     * What a policy has to allow for this call. A transaction is allowed by what its parts need.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">Actions
     *     and resources of DynamoDB</a>
     */
    List<Access> accesses() {
        return switch (operation) {
            case "BatchGetItem", "BatchWriteItem" ->
                    body.path("RequestItems")
                            .propertyStream()
                            .map(table -> access(operation, StandInArns.table(table.getKey())))
                            .toList();
            case "TransactWriteItems", "TransactGetItems" -> transaction();
            case "DescribeStream", "GetShardIterator" -> List.of(stream("StreamArn"));
            case "GetRecords" -> List.of(stream("ShardIterator"));
            default -> List.of(access(operation, tableOrIndex(body)));
        };
    }

    /** The names of the tables that the call reads or writes. */
    Set<String> tables() {
        return accesses().stream()
                .map(access -> StandInArns.tableOf(access.resource()))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private List<Access> transaction() {
        List<Access> accesses = new ArrayList<>();
        for (JsonNode item : body.path("TransactItems")) {
            item.propertyStream()
                    .map(part ->
                            access(
                                    TRANSACTION_PARTS.getOrDefault(part.getKey(), part.getKey()),
                                    tableOrIndex(part.getValue())))
                    .forEach(accesses::add);
        }
        return accesses;
    }

    private static String tableOrIndex(JsonNode request) {
        String table = request.path("TableName").asText("*");
        return request.has("IndexName")
                ? StandInArns.index(table, request.path("IndexName").asText())
                : StandInArns.table(table);
    }

    private Access stream(String field) {
        Matcher arn = STREAM.matcher(body.path(field).asText());
        return access(operation, arn.find() ? StandInArns.stream(arn.group(1)) : "*");
    }

    private static Access access(String operation, String resource) {
        return new Access("dynamodb:" + operation, resource);
    }
}
