package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.reprise.eventstore.EventStore;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.metrics.StoreUsage;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.Projection;
import dev.reprise.projections.Projector;
import dev.reprise.projections.RebuildPolicy;
import dev.reprise.projections.RowTally;
import dev.reprise.projections.ViewStore;
import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Projects the records of the events table's stream, and reports which records Lambda has to
 * deliver again.
 *
 * <p>A commit that cannot be read is passed to the projections too. They park its stream, because
 * the next delivery could not be read either. The service never modifies or removes a commit. If
 * somebody does, the projections learn of it, too.
 */
@Singleton
@Unremovable
public final class ProjectorFunction {

    private static final Logger LOG = Logger.getLogger(ProjectorFunction.class);
    private final Function<List<DeliveredCommit>, Set<String>> projector;
    private final RowTally tally;
    private final ProjectorMetrics metrics;

    @Inject
    ProjectorFunction(
            @All List<Projection<?, ?>> projections,
            ViewStore views,
            EventStore events,
            CommitScan scan,
            RebuildPolicy rebuilds,
            ProjectorMetrics metrics) {
        this(
                new Projector(projections, views, events, scan, InstantSource.system(), rebuilds),
                metrics);
    }

    private ProjectorFunction(Projector projector, ProjectorMetrics metrics) {
        this(projector::project, projector.tally(), metrics);
    }

    /** Without metrics. */
    ProjectorFunction(Function<List<DeliveredCommit>, Set<String>> projector) {
        this(
                projector,
                new RowTally(),
                new ProjectorMetrics(EmbeddedMetrics.OFF, new StoreUsage()));
    }

    /**
     * @param projector projects commits, and returns the ids of those to deliver again
     * @param tally counts the duplicates and repairs of the projector
     */
    ProjectorFunction(
            Function<List<DeliveredCommit>, Set<String>> projector,
            RowTally tally,
            ProjectorMetrics metrics) {
        this.projector = projector;
        this.tally = tally;
        this.metrics = metrics;
    }

    /**
     * Projects a batch.
     *
     * @return the sequence numbers of the records to deliver again. Lambda delivers the lowest of
     *     them and all records after it. None if the whole batch is projected
     */
    public StreamsEventResponse handle(DynamodbEvent batch) {
        List<DeliveredCommit> deliveries = StreamRecords.deliveries(batch);
        deliveries.forEach(ProjectorFunction::logAlteration);
        return metrics.measured(batch, deliveries, tally, () -> project(deliveries));
    }

    private StreamsEventResponse project(List<DeliveredCommit> deliveries) {
        Set<String> toDeliverAgain = deliveries.isEmpty() ? Set.of() : projector.apply(deliveries);
        return new StreamsEventResponse(
                deliveries.stream()
                        .map(DeliveredCommit::id)
                        .filter(toDeliverAgain::contains)
                        .map(BatchItemFailure::new)
                        .toList());
    }

    private static void logAlteration(DeliveredCommit delivery) {
        if (delivery instanceof DeliveredCommit.Altered altered) {
            LOG.errorf(
                    "commit %d of %s was %s in the events table, which the service never does. Find out who did it, and compare the events table with a backup",
                    altered.sequenceNumber(), altered.stream(), altered.change());
        }
    }
}
