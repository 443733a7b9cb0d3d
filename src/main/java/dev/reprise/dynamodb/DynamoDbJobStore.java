package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.projections.Job;
import dev.reprise.projections.JobPart;
import dev.reprise.projections.JobStore;
import dev.reprise.projections.JobTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** A {@link JobStore} in the views table. See {@link JobItem}. */
public final class DynamoDbJobStore implements JobStore {

    private final DynamoDbClient client;
    private final String table;

    /**
     * A job store.
     *
     * @param client with the time-outs and retries of {@link DynamoDbClientDefaults}
     */
    public DynamoDbJobStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Optional<Job> job(String projection, Job.Kind kind) {
        return get(JobItem.key(projection, kind)).map(JobItem::job);
    }

    @Override
    public boolean save(Job after, Optional<Job> before) {
        return put(JobItem.encode(after), before.map(Job::revision));
    }

    @Override
    public Optional<JobPart> part(JobTask task) {
        return get(JobItem.key(task)).map(JobItem::part);
    }

    @Override
    public List<JobPart> parts(Job job) {
        QueryRequest request =
                QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#part = :projection AND begins_with(#row, :parts)")
                        .expressionAttributeNames(
                                Map.of("#part", ViewsTable.PART, "#row", ViewsTable.ROW))
                        .expressionAttributeValues(
                                Map.of(
                                        ":projection",
                                        Attributes.text(job.projection()),
                                        ":parts",
                                        Attributes.text(JobItem.partsPrefix(job.kind()))))
                        .build();
        return translated(() ->
                client.queryPaginator(request).items().stream()
                        .map(JobItem::part)
                        .filter(part -> part.job() == job.number())
                        .toList());
    }

    @Override
    public boolean save(JobPart after, Optional<JobPart> before) {
        return put(JobItem.encode(after), before.map(JobPart::revision));
    }

    private Optional<Map<String, AttributeValue>> get(Map<String, AttributeValue> key) {
        GetItemResponse answer =
                translated(() ->
                        client.getItem(get -> get.tableName(table).key(key).consistentRead(true)));
        return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
    }

    /** Puts an item on condition that the stored one has the revision that was read. */
    private boolean put(Map<String, AttributeValue> item, Optional<Long> revision) {
        PutItemRequest.Builder put = PutItemRequest.builder().tableName(table).item(item);
        revision.ifPresentOrElse(
                read ->
                        put.conditionExpression("#revision = :read")
                                .expressionAttributeNames(Map.of("#revision", JobItem.REVISION))
                                .expressionAttributeValues(
                                        Map.of(":read", Attributes.number(read))),
                () ->
                        put.conditionExpression("attribute_not_exists(#row)")
                                .expressionAttributeNames(Map.of("#row", ViewsTable.ROW)));
        try {
            translated(() -> client.putItem(put.build()));
            return true;
        } catch (ConditionalCheckFailedException changed) {
            return false;
        }
    }
}
