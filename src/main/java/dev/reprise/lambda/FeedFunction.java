package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.projections.DeliveredCommit;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Puts the commits of the events table's stream into the feed. If a batch cannot be put completely,
 * all of it is delivered again. Commits that the feed has already are then skipped.
 */
@Singleton
@Unremovable
public final class FeedFunction {

    private static final Logger LOG = Logger.getLogger(FeedFunction.class);

    private final Consumer<List<DeliveredCommit>> indexer;

    @Inject
    FeedFunction(Optional<FeedIndexer> indexer) {
        this(
                indexer.<Consumer<List<DeliveredCommit>>>map(feed -> feed::index)
                        .orElse(_ -> {
                            throw new IllegalStateException(
                                    "there is no feed: set REPRISE_FEED_TABLE to the name of its table");
                        }));
    }

    /**
     * @param indexer puts commits into the feed
     */
    FeedFunction(Consumer<List<DeliveredCommit>> indexer) {
        this.indexer = indexer;
    }

    /**
     * Indexes a batch.
     *
     * @return the first record if the batch must be delivered again; otherwise no record
     */
    public StreamsEventResponse handle(DynamodbEvent batch) {
        List<DeliveredCommit> commits = StreamRecords.deliveries(batch);
        if (commits.isEmpty()) {
            return new StreamsEventResponse(List.of());
        }
        try {
            indexer.accept(commits);
            return new StreamsEventResponse(List.of());
        } catch (StoreUnavailableException e) {
            LOG.warnf("a batch is delivered again: %s", e.getMessage());
            return new StreamsEventResponse(List.of(new BatchItemFailure(commits.getFirst().id())));
        }
    }
}
