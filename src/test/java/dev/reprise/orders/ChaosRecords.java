package dev.reprise.orders;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.reprise.eventstore.Commit;
import dev.reprise.lambda.ProjectorFunctions;
import dev.reprise.projections.Projector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Commits come to the projector function as records of a DynamoDB stream. What the function asks
 * for is delivered again; or, as Lambda does, all that comes after the first of it, too.
 */
final class ChaosRecords implements ChaosDelivery {

    private final Random random;
    private final Function<Commit, DynamodbStreamRecord> records;

    /**
     * @param records the stream's record of a commit, the same each time
     */
    ChaosRecords(long seed, Function<Commit, DynamodbStreamRecord> records) {
        this.random = new Random(seed);
        this.records = records;
    }

    @Override
    public List<Commit> project(Projector projector, List<Commit> batch) {
        Set<String> failed =
                ProjectorFunctions.handle(
                        projector, new ArrayList<>(batch.stream().map(records).toList()));
        boolean asLambda = random.nextBoolean();
        List<Commit> again = new ArrayList<>();
        for (Commit commit : batch) {
            String number = records.apply(commit).getDynamodb().getSequenceNumber();
            if (failed.contains(number) || (asLambda && !again.isEmpty())) {
                again.add(commit);
            }
        }
        return again;
    }
}
