package dev.reprise.lambda;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.reprise.dynamodb.StreamImages;
import dev.reprise.projections.DeliveredCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The records of a batch from the stream of the events table. */
final class StreamRecords {

    private static final Logger LOG = Logger.getLogger(StreamRecords.class);

    private StreamRecords() {}

    /**
     * The commits, in the order of the records. A record without a commit is logged and left out.
     */
    static List<DeliveredCommit> deliveries(DynamodbEvent batch) {
        List<DeliveredCommit> deliveries = new ArrayList<>();
        for (DynamodbStreamRecord record : batch.getRecords()) {
            StreamRecord change = record.getDynamodb();
            Optional<DeliveredCommit> delivery =
                    StreamImages.delivery(
                            change.getSequenceNumber(), record.getEventName(), change);
            delivery.ifPresentOrElse(
                    deliveries::add,
                    () ->
                            LOG.errorf(
                                    "stream record %s is skipped: its key %s is not that of a commit",
                                    change.getSequenceNumber(), change.getKeys()));
        }
        return deliveries;
    }
}
