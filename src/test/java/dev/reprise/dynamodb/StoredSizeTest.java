package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an order's event of 160 bytes takes in the table. Bytes at rest are the largest cost. */
class StoredSizeTest {

    private static final StreamName ORDER =
            new StreamName("order", "3f2a9c0d1e4b5a6f7081920a3b4c5d6e");
    private static final String ADDRESS =
            "Mrs Ada Example, 12 Long Street, Flat 7, Middlehampton upon Avon, MX4 7QQ, England";
    private static final String EVENT =
            "[{\"eventType\":\"OrderShipped\",\"shippingAddress\":\"" + ADDRESS + "\"}]";
    private static final String UUID = "4a481fc3-808f-43ff-87d8-42e46cb14a6c";

    private static int bytes(CommandId id, Metadata metadata) {
        String json = EVENT.replace("]", " ".repeat(160 - EVENT.length()) + "]");
        assertThat(json).hasSize(160);
        NewCommit commit =
                new NewCommit(
                        CommitBoundary.startOf(ORDER),
                        new EncodedEvents.Json(1, json),
                        id,
                        commandDigest("content"),
                        metadata,
                        AT);
        return ItemSize.bytes(Items.of(commit));
    }

    @Test
    void the_partner_of_a_joint_commit_takes_45_bytes() {
        NewCommit commit = commit(CommitBoundary.startOf(ORDER), "command-1", 1);
        NewCommit other =
                commit(
                        CommitBoundary.startOf(
                                new StreamName("order", "6d5e4c3b2a1807f6a5b4e1d0c9a2f300")),
                        "command-1",
                        1);
        JointCommit joint = new JointCommit(List.of(commit, other), List.of());
        // The attribute's name and a map's 3 bytes; the entry's 1, its name of 38 and its number.
        assertThat(
                        ItemSize.bytes(Items.of(joint.commits().getFirst()))
                                - ItemSize.bytes(Items.of(commit)))
                .isEqualTo(1 + 3 + 1 + 38 + 2);
    }

    @Test
    void an_event_of_160_bytes_takes_288_bytes_with_a_generated_command_id() {
        assertThat(bytes(CommandId.generate(), Metadata.NONE)).isEqualTo(288);
    }

    @Test
    void an_event_of_160_bytes_takes_306_bytes_with_uuids_as_key_and_as_correlation_id() {
        assertThat(bytes(new CommandId(UUID), new Metadata(UUID, null, null))).isEqualTo(306);
    }
}
