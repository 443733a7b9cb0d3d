package dev.reprise.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

/**
 * The tables that {@code template.yaml} declares, as requests to make them: what runs on a
 * developer's machine cannot drift from what is deployed.
 */
final class TemplateTables {

    private static final String TYPE = "AWS::DynamoDB::Table";

    /** What protects, bills or labels a table, and changes nothing of how it answers. */
    private static final Set<String> WITHOUT_EFFECT_HERE =
            Set.of(
                    "DeletionProtectionEnabled",
                    "PointInTimeRecoverySpecification",
                    "SSESpecification",
                    "Tags");

    private TemplateTables() {}

    /** The table definitions of a template, in its order. */
    static List<CreateTableRequest> of(CloudFormationTemplate template) {
        return template.resourcesOfType(TYPE).stream().map(TemplateTables::table).toList();
    }

    /**
     * Makes each table that is not there yet. One that is there is left as it is, whatever its keys
     * are.
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

    private static CreateTableRequest table(CloudFormationTemplate.Resource resource) {
        var table = CreateTableRequest.builder();
        String id = resource.logicalId();
        Fields.of(id, resource.properties())
                .forEach((name, field) -> {
                    switch (name) {
                        case "TableName" -> table.tableName(field.text());
                        case "BillingMode" -> table.billingMode(field.text());
                        case "AttributeDefinitions" ->
                                table.attributeDefinitions(field.each(TemplateTables::attribute));
                        case "KeySchema" -> table.keySchema(field.each(TemplateTables::key));
                        case "GlobalSecondaryIndexes" ->
                                table.globalSecondaryIndexes(field.each(TemplateTables::index));
                        case "StreamSpecification" ->
                                table.streamSpecification(stream -> {
                                    stream.streamEnabled(true);
                                    field.fields()
                                            .only(
                                                    "StreamViewType",
                                                    view -> stream.streamViewType(view.text()));
                                });
                        default -> {
                            if (!WITHOUT_EFFECT_HERE.contains(name)) {
                                throw field.unknown();
                            }
                        }
                    }
                });
        CreateTableRequest request = table.build();
        if (request.tableName() == null) {
            throw new TemplateException(id + " has no TableName");
        }
        return request;
    }

    private static AttributeDefinition attribute(Field entry) {
        var attribute = AttributeDefinition.builder();
        entry.fields()
                .forEach((name, field) -> {
                    switch (name) {
                        case "AttributeName" -> attribute.attributeName(field.text());
                        case "AttributeType" -> attribute.attributeType(field.text());
                        default -> throw field.unknown();
                    }
                });
        return attribute.build();
    }

    private static KeySchemaElement key(Field entry) {
        var key = KeySchemaElement.builder();
        entry.fields()
                .forEach((name, field) -> {
                    switch (name) {
                        case "AttributeName" -> key.attributeName(field.text());
                        case "KeyType" -> key.keyType(field.text());
                        default -> throw field.unknown();
                    }
                });
        return key.build();
    }

    private static GlobalSecondaryIndex index(Field entry) {
        var index = GlobalSecondaryIndex.builder();
        entry.fields()
                .forEach((name, field) -> {
                    switch (name) {
                        case "IndexName" -> index.indexName(field.text());
                        case "KeySchema" -> index.keySchema(field.each(TemplateTables::key));
                        case "Projection" -> index.projection(projection(field));
                        default -> throw field.unknown();
                    }
                });
        return index.build();
    }

    private static Projection projection(Field entry) {
        var projection = Projection.builder();
        entry.fields()
                .forEach((name, field) -> {
                    switch (name) {
                        case "ProjectionType" -> projection.projectionType(field.text());
                        case "NonKeyAttributes" ->
                                projection.nonKeyAttributes(field.each(Field::text));
                        default -> throw field.unknown();
                    }
                });
        return projection.build();
    }

    /** The entries of one mapping of the template, each with its place for a message. */
    private record Fields(String place, Map<?, ?> entries) {

        interface Visitor {
            void visit(String name, Field field);
        }

        static Fields of(String place, @Nullable Object value) {
            if (value instanceof Map<?, ?> entries) {
                return new Fields(place, entries);
            }
            throw new TemplateException(place + " is not a mapping");
        }

        void forEach(Visitor visitor) {
            entries.forEach((name, value) ->
                    visitor.visit(name.toString(), new Field(place + "." + name, value)));
        }

        void only(String known, Consumer<Field> visitor) {
            forEach((name, field) -> {
                if (!name.equals(known)) {
                    throw field.unknown();
                }
                visitor.accept(field);
            });
        }
    }

    private record Field(String place, Object value) {

        interface Reading<T> {
            T read(Field entry);
        }

        String text() {
            return switch (value) {
                case String _, Number _, Boolean _ -> value.toString();
                default -> throw new TemplateException(place + " is not a plain value");
            };
        }

        Fields fields() {
            return Fields.of(place, value);
        }

        <T> List<T> each(Reading<T> reading) {
            if (!(value instanceof List<?> list)) {
                throw new TemplateException(place + " is not a list");
            }
            var read = new ArrayList<T>();
            for (Object entry : list) {
                read.add(reading.read(new Field(place + "[" + read.size() + "]", entry)));
            }
            return List.copyOf(read);
        }

        TemplateException unknown() {
            return new TemplateException(
                    place
                            + " is not known to the development run, which makes its tables from"
                            + " the template: teach it to "
                            + TemplateTables.class.getSimpleName());
        }
    }
}
