package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Which transactions are too large, to the byte. */
class JointPutTest {

    private static final int LIMIT = 4 * 1024 * 1024;
    private static final int STREAMS = 11;

    /** Sends nothing: every request throws. */
    private static final DynamoDbClient NO_CLIENT =
            new DynamoDbClient() {
                @Override
                public String serviceName() {
                    return SERVICE_NAME;
                }

                @Override
                public void close() {}
            };

    private final JointPut jointPut = new JointPut(NO_CLIENT, "events");

    /** Commits of 380,000 bytes each, but for the last one. */
    private static JointCommit joint(int bytesOfLast) {
        return new JointCommit(
                IntStream.range(0, STREAMS)
                        .mapToObj(i -> commit(i, i < STREAMS - 1 ? 380_000 : bytesOfLast))
                        .toList(),
                List.of());
    }

    private static NewCommit commit(int stream, int bytes) {
        byte[] random = new byte[bytes];
        new Random(stream).nextBytes(random);
        return Commits.commit(
                CommitBoundary.startOf(new StreamName("order", "%03d".formatted(stream))),
                "c",
                new EncodedEvents.Binary(1, "random", random),
                Commits.AT);
    }

    private static int size(JointCommit joint) {
        return joint.commits().stream()
                .mapToInt(commit -> ItemSize.bytes(CommitItem.encode(commit)))
                .sum();
    }

    @Test
    void a_transaction_may_take_four_mebibytes() {
        int bytesOfLast = LIMIT - size(joint(300_000)) + 300_000;
        assertThat(size(joint(bytesOfLast))).isEqualTo(LIMIT);
        assertThatThrownBy(() -> jointPut.append(joint(bytesOfLast)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(jointPut.append(joint(bytesOfLast + 1)))
                .isEqualTo(new JointAppendResult.TooLarge(LIMIT + 1, LIMIT));
    }
}
