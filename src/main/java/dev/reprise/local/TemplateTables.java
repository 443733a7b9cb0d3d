package dev.reprise.local;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

/**
 * The tables that {@code template.yaml} declares, as requests to create them. The table on a laptop
 * so has the keys, the indexes and the stream of the deployed one. Properties that do not change
 * how a table answers (tags, encryption, backups, expiry) are left out.
 */
final class TemplateTables {

    static final String TYPE = "AWS::DynamoDB::Table";

    private TemplateTables() {}

    /**
     * The tables of a template, in its order.
     *
     * @throws TemplateException if a table has keys or indexes that are not understood
     */
    static List<CreateTableRequest> of(CloudFormationTemplate template) {
        return template.resourcesOfType(TYPE).stream()
                .map(resource -> table(template.tableName(resource), resource.properties()))
                .toList();
    }

    /**
     * Creates each table that does not exist yet. A table that exists is left as it is, whatever
     * its keys are.
     */
    static void createMissing(DynamoDbClient dynamoDb, List<CreateTableRequest> tables) {
        for (CreateTableRequest table : tables) {
            try {
                dynamoDb.createTable(table);
            } catch (ResourceInUseException _) {
                continue;
            }
            dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(table.tableName()));
        }
    }

    private static CreateTableRequest table(String name, TemplateValue table) {
        var request = CreateTableRequest.builder().tableName(name);
        table.optional("BillingMode").ifPresent(mode -> request.billingMode(mode.text()));
        table.optional("ProvisionedThroughput")
                .ifPresent(units -> request.provisionedThroughput(throughput(units)));
        table.optional("AttributeDefinitions")
                .ifPresent(list ->
                        request.attributeDefinitions(
                                list.each().stream().map(TemplateTables::attribute).toList()));
        table.optional("KeySchema").ifPresent(keys -> request.keySchema(keys(keys)));
        table.optional("GlobalSecondaryIndexes")
                .ifPresent(list ->
                        request.globalSecondaryIndexes(
                                list.each().stream().map(TemplateTables::globalIndex).toList()));
        table.optional("LocalSecondaryIndexes")
                .ifPresent(list ->
                        request.localSecondaryIndexes(
                                list.each().stream().map(TemplateTables::localIndex).toList()));
        table.optional("StreamSpecification")
                .ifPresent(stream -> {
                    String view = stream.required("StreamViewType").text();
                    request.streamSpecification(of -> of.streamEnabled(true).streamViewType(view));
                });
        return request.build();
    }

    private static AttributeDefinition attribute(TemplateValue attribute) {
        attribute.only(Set.of("AttributeName", "AttributeType"));
        return AttributeDefinition.builder()
                .attributeName(attribute.required("AttributeName").text())
                .attributeType(attribute.required("AttributeType").text())
                .build();
    }

    private static List<KeySchemaElement> keys(TemplateValue schema) {
        return schema.each().stream().map(TemplateTables::key).toList();
    }

    private static KeySchemaElement key(TemplateValue key) {
        key.only(Set.of("AttributeName", "KeyType"));
        return KeySchemaElement.builder()
                .attributeName(key.required("AttributeName").text())
                .keyType(key.required("KeyType").text())
                .build();
    }

    private static GlobalSecondaryIndex globalIndex(TemplateValue index) {
        var request =
                GlobalSecondaryIndex.builder()
                        .indexName(index.required("IndexName").text())
                        .keySchema(keys(index.required("KeySchema")))
                        .projection(projection(index.required("Projection")));
        index.optional("ProvisionedThroughput")
                .ifPresent(units -> request.provisionedThroughput(throughput(units)));
        return request.build();
    }

    private static LocalSecondaryIndex localIndex(TemplateValue index) {
        return LocalSecondaryIndex.builder()
                .indexName(index.required("IndexName").text())
                .keySchema(keys(index.required("KeySchema")))
                .projection(projection(index.required("Projection")))
                .build();
    }

    private static Projection projection(TemplateValue projection) {
        projection.only(Set.of("ProjectionType", "NonKeyAttributes"));
        var request = Projection.builder();
        projection
                .optional("ProjectionType")
                .ifPresent(type -> request.projectionType(type.text()));
        projection
                .optional("NonKeyAttributes")
                .ifPresent(names ->
                        request.nonKeyAttributes(
                                names.each().stream().map(TemplateValue::text).toList()));
        return request.build();
    }

    private static ProvisionedThroughput throughput(TemplateValue units) {
        return ProvisionedThroughput.builder()
                .readCapacityUnits(units.required("ReadCapacityUnits").number())
                .writeCapacityUnits(units.required("WriteCapacityUnits").number())
                .build();
    }
}
