package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Half of a surrogate pair would be stored as a question mark. No text of a commit may hold one.
 */
class NewCommitTest {

    private static final StreamName STREAM = new StreamName("order", "1");

    private static NewCommit commit(String json, Metadata metadata) {
        return new NewCommit(
                CommitBoundary.startOf(STREAM),
                new EncodedEvents.Json(1, json),
                new CommandId("c"),
                Commits.commandDigest("c"),
                metadata,
                Commits.AT);
    }

    private static SnapshotOffer offer(String state) {
        return new SnapshotOffer(new Snapshot(1, state, CommandFingerprints.NONE), 0);
    }

    private static String refusal(String what, int at) {
        return what
                + " must not hold half of a surrogate pair (at character "
                + at
                + "): it would be stored as a question mark";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab\uD83D",
                "ab\uDE00",
                "ab\uD83Dx",
                "ab\uD800",
                "ab\uDFFF",
                "ab\uDE00\uD83D",
                "ab\uD83D\uD83D\uDE00"
            })
    void half_of_a_surrogate_pair_is_refused_in_every_text(String text) {
        String of = " of a commit of order-1";
        assertThatThrownBy(() -> commit("[\"" + text + "\"]", Metadata.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refusal("the JSON events" + of, 4));
        assertThatThrownBy(() -> commit("[1]", new Metadata(text, null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refusal("the correlation id" + of, 2));
        assertThatThrownBy(() -> commit("[1]", new Metadata(null, text, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refusal("the causation id" + of, 2));
        assertThatThrownBy(() -> commit("[1]", new Metadata(null, null, text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refusal("the actor" + of, 2));
        assertThatThrownBy(() -> offer(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refusal("the encoded state", 2));
        assertThatThrownBy(() -> new CommandId(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be 1 to 128 visible ASCII characters");
        assertThatThrownBy(() -> new StreamName("order", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unpaired surrogate");
    }

    @Test
    void the_characters_beside_the_surrogates_are_stored() {
        assertThat(commit("[\"\uD7FF\uE000\"]", Metadata.NONE).events().json())
                .isEqualTo("[\"\uD7FF\uE000\"]");
    }

    @Test
    void whole_surrogate_pairs_are_stored_as_they_are() {
        String text = "\uD83D\uDE00 é \uD83D\uDE00";
        Metadata metadata = new Metadata(text, text, text);
        NewCommit commit =
                Commits.offering(
                        commit("[\"" + text + "\"]", metadata),
                        new Snapshot(1, text, CommandFingerprints.NONE),
                        1_000);
        Commit stored = Commits.append(new InMemoryEventStore(), commit);
        assertThat(stored.events().json()).isEqualTo("[\"" + text + "\"]");
        assertThat(stored.metadata()).isEqualTo(metadata);
        assertThat(stored.snapshot().map(Snapshot::state)).isEqualTo(Optional.of(text));
    }
}
