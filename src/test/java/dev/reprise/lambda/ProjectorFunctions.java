package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.reprise.eventstore.EventStore;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.StoreUsage;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Projector;
import dev.reprise.projections.RebuildPolicy;
import dev.reprise.projections.ViewStore;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The projector function for tests of other packages. */
public final class ProjectorFunctions {

    private ProjectorFunctions() {}

    /** Projects a batch, and returns its records to deliver again. */
    public static UnaryOperator<List<DynamodbStreamRecord>> of(
            Projection<?, ?> projection, ViewStore views, EventStore events, CommitScan scan) {
        ProjectorFunction function =
                new ProjectorFunction(
                        List.of(projection),
                        views,
                        events,
                        scan,
                        RebuildPolicy.manual(),
                        new ProjectorMetrics(EmbeddedMetrics.OFF, new StoreUsage()));
        return batch -> {
            Set<String> toDeliverAgain = handle(function, batch);
            return batch.stream()
                    .filter(record ->
                            toDeliverAgain.contains(record.getDynamodb().getSequenceNumber()))
                    .toList();
        };
    }

    /** Has a projector project a batch, and returns the sequence numbers to deliver again. */
    public static Set<String> handle(Projector projector, List<DynamodbStreamRecord> batch) {
        return handle(new ProjectorFunction(projector::project), batch);
    }

    private static Set<String> handle(
            ProjectorFunction function, List<DynamodbStreamRecord> batch) {
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(batch);
        return function.handle(event).getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .collect(Collectors.toSet());
    }
}
