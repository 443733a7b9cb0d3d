package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitTest {

    private static final StreamName STREAM = new StreamName("order", "1");
    private static final StreamName PARTNER = new StreamName("order", "2");

    private static Commit commit(
            long firstSequenceNumber, Map<StreamName, StreamVersion> partners) {
        return new Commit(
                STREAM,
                firstSequenceNumber,
                Commits.events(3),
                Commits.AT,
                new CommandId("c"),
                Commits.commandDigest("c"),
                Metadata.NONE,
                partners,
                Optional.empty(),
                100,
                Commits.digest("hash"));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 2, Long.MAX_VALUE})
    void a_sequence_number_that_no_event_can_have_is_refused(long sequenceNumber) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> commit(sequenceNumber, Map.of()))
                .withMessage(
                        "the sequence number of a commit of order-1 must be 1 to "
                                + (Long.MAX_VALUE - 3)
                                + ", not "
                                + sequenceNumber);
    }

    @Test
    void the_last_commit_that_a_stream_can_have_leaves_a_number_for_the_next_event() {
        StreamVersion version = commit(Long.MAX_VALUE - 3, Map.of()).version();
        assertThat(version.nextSequenceNumber()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_commit_is_not_its_own_partner() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> commit(1, Map.of(STREAM, new StreamVersion(3))))
                .withMessage("the partners of a commit of order-1 must be other streams");
    }

    @Test
    void the_versions_of_a_joint_commit_are_its_own_and_those_of_its_partners() {
        assertThat(commit(5, Map.of(PARTNER, new StreamVersion(2))).jointVersions())
                .isEqualTo(Map.of(STREAM, new StreamVersion(7), PARTNER, new StreamVersion(2)));
    }

    @Test
    void the_partners_cannot_be_changed() {
        Map<StreamName, StreamVersion> partners = new HashMap<>();
        Commit commit = commit(1, partners);
        partners.put(PARTNER, new StreamVersion(2));
        assertThat(commit.partners()).isEmpty();
    }
}
