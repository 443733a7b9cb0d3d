package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.reprise.dynamodb.StreamImages;
import dev.reprise.eventstore.EventStore;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Projector;
import dev.reprise.projections.ViewStore;
import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Hands a batch of the events table's stream to the projections, and says what of it has to come
 * again.
 *
 * <p>Only inserted items count: nothing else is ever done to a commit. One that cannot be read goes
 * to the projections too, which park its stream, as it would not be read the next time either.
 */
@Singleton
@Unremovable
public final class ProjectorFunction {

    private static final Logger LOG = Logger.getLogger(ProjectorFunction.class);
    private static final String INSERT = "INSERT";

    private final Function<List<DeliveredCommit>, Set<String>> projector;

    @Inject
    ProjectorFunction(@All List<Projection<?, ?>> projections, ViewStore views, EventStore events) {
        this(new Projector(projections, views, events, InstantSource.system())::project);
    }

    /**
     * @param projector answers the ids of the deliveries that have to come again
     */
    ProjectorFunction(Function<List<DeliveredCommit>, Set<String>> projector) {
        this.projector = projector;
    }

    /**
     * Projects a batch.
     *
     * @return the sequence numbers of the records that have to come again: Lambda delivers from the
     *     lowest of them on; none if the batch is done with
     */
    public StreamsEventResponse handle(DynamodbEvent batch) {
        List<DeliveredCommit> deliveries = new ArrayList<>();
        for (DynamodbStreamRecord record : batch.getRecords()) {
            if (INSERT.equals(record.getEventName())) {
                delivery(record.getDynamodb()).ifPresent(deliveries::add);
            }
        }
        Set<String> again = deliveries.isEmpty() ? Set.of() : projector.apply(deliveries);
        return new StreamsEventResponse(
                deliveries.stream()
                        .map(DeliveredCommit::id)
                        .filter(again::contains)
                        .map(BatchItemFailure::new)
                        .toList());
    }

    private static Optional<DeliveredCommit> delivery(StreamRecord inserted) {
        String id = inserted.getSequenceNumber();
        Optional<DeliveredCommit> delivery = StreamImages.delivery(id, inserted);
        if (delivery.isEmpty()) {
            LOG.errorf(
                    "stream record %s is of no commit, and left out: its key is %s",
                    id, inserted.getKeys());
        }
        return delivery;
    }
}
