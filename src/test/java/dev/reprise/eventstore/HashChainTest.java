package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.eventstore.Verification.Intact;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks a chain of three commits, which begin at 1, 3 and 4. Its version is 5. */
class HashChainTest {

    private static final StreamName STREAM = new StreamName("account", "1");
    private static final Digest START = CommitBoundary.startOf(STREAM).hash();

    /** A stored commit. */
    private record Stored(long first, int count, String content, @Nullable Digest hash) {

        static Stored following(Digest previous, long first, int count, String content) {
            return new Stored(first, count, content, hash(previous, content));
        }

        private static Digest hash(Digest previous, String content) {
            return new FramedDigest().add(previous.bytes()).add(content).digest();
        }

        HashChain.Link link() {
            return link(BigDecimal.valueOf(first));
        }

        HashChain.Link link(BigDecimal sequenceNumber) {
            return new HashChain.Link(
                    sequenceNumber, count, hash, previous -> hash(previous, content));
        }
    }

    private final Stored first = Stored.following(START, 1, 2, "a");
    private final Stored second = Stored.following(hash(first), 3, 1, "b");
    private final Stored third = Stored.following(hash(second), 4, 2, "c");
    private final List<Stored> stored = new ArrayList<>();

    @BeforeEach
    void a_chain() {
        stored.addAll(List.of(first, second, third));
    }

    private static Digest hash(Stored commit) {
        return Optional.ofNullable(commit.hash()).orElseThrow();
    }

    private Verification verify() {
        HashChain chain = new HashChain(STREAM);
        for (Stored commit : stored) {
            Optional<Broken> broken = chain.next(commit.link());
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return chain.intact();
    }

    private static Broken broken(long sequenceNumber, long intactTo, String reason) {
        return new Broken(sequenceNumber, new StreamVersion(intactTo), reason);
    }

    @Test
    void a_chain_without_commits_is_intact_with_the_digest_of_its_name() {
        stored.clear();
        assertThat(verify()).isEqualTo(new Intact(StreamVersion.NONE, 0, START));
        assertThat(START).isEqualTo(new FramedDigest().add("account-1").digest());
    }

    @Test
    void an_unaltered_chain_is_intact() {
        assertThat(verify()).isEqualTo(new Intact(new StreamVersion(5), 3, hash(third)));
    }

    @Test
    void an_altered_commit_is_named() {
        stored.set(1, new Stored(3, 1, "B", second.hash()));
        assertThat(verify())
                .isEqualTo(
                        broken(
                                3,
                                2,
                                "the stored hash of commit 3 does not match its content and the"
                                        + " previous commit's hash"));
    }

    @Test
    void an_altered_commit_with_a_matching_new_hash_breaks_the_chain_at_the_next_commit() {
        stored.set(1, Stored.following(hash(first), 3, 1, "B"));
        assertThat(verify())
                .isEqualTo(
                        broken(
                                4,
                                3,
                                "the stored hash of commit 4 does not match its content and the"
                                        + " previous commit's hash"));
    }

    @Test
    void a_first_commit_of_another_stream_breaks_the_chain() {
        Digest otherStart = CommitBoundary.startOf(new StreamName("account", "2")).hash();
        stored.set(0, Stored.following(otherStart, 1, 2, "a"));
        assertThat(verify()).isInstanceOf(Broken.class).extracting("sequenceNumber").isEqualTo(1L);
    }

    @Test
    void a_removed_first_commit_is_named() {
        stored.removeFirst();
        assertThat(verify())
                .isEqualTo(broken(1, 0, "event 1 is missing: the next stored commit begins at 3"));
    }

    @Test
    void a_commit_removed_from_the_middle_is_named() {
        stored.remove(1);
        assertThat(verify())
                .isEqualTo(broken(3, 2, "event 3 is missing: the next stored commit begins at 4"));
    }

    @Test
    void a_chain_without_its_last_commit_is_intact_and_shorter() {
        stored.removeLast();
        assertThat(verify()).isEqualTo(new Intact(new StreamVersion(3), 2, hash(second)));
    }

    @Test
    void a_chain_rewritten_to_its_end_is_intact_with_another_hash() {
        Stored rewritten = Stored.following(hash(first), 3, 3, "z");
        stored.subList(1, 3).clear();
        stored.add(rewritten);
        assertThat(verify()).isEqualTo(new Intact(new StreamVersion(5), 2, hash(rewritten)));
    }

    @Test
    void an_inserted_commit_is_named() {
        stored.add(1, Stored.following(hash(first), 2, 1, "x"));
        assertThat(verify())
                .isEqualTo(
                        broken(2, 2, "commit 2 begins too early: the next commit must begin at 3"));
    }

    @Test
    void a_commit_inserted_at_the_next_sequence_number_breaks_the_chain_at_the_commit_after_it() {
        stored.add(1, Stored.following(hash(first), 3, 1, "x"));
        assertThat(verify())
                .isEqualTo(
                        broken(3, 3, "commit 3 begins too early: the next commit must begin at 4"));
    }

    @Test
    void a_commit_before_the_first_is_named() {
        stored.addFirst(Stored.following(START, 0, 1, "x"));
        assertThat(verify())
                .isEqualTo(
                        broken(0, 0, "commit 0 begins too early: the next commit must begin at 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "2.5", "-0.5", "1E+30"})
    void a_commit_that_does_not_begin_at_a_whole_number_is_named(String number) {
        BigDecimal sequenceNumber = new BigDecimal(number);
        HashChain chain = new HashChain(STREAM);
        assertThat(chain.next(first.link())).isEmpty();
        assertThat(chain.next(second.link(sequenceNumber)))
                .contains(
                        broken(
                                sequenceNumber.longValue(),
                                2,
                                "a commit begins at "
                                        + sequenceNumber.toPlainString()
                                        + ", which is not a whole number from 1 to 2^63 - 1"));
    }

    @Test
    void a_commit_without_a_hash_is_named() {
        stored.set(1, new Stored(3, 1, "b", null));
        assertThat(verify()).isEqualTo(broken(3, 2, "commit 3 has no valid hash"));
    }

    @Test
    void a_commit_without_an_event_count_is_named() {
        stored.set(1, new Stored(3, 0, "b", second.hash()));
        assertThat(verify()).isEqualTo(broken(3, 2, "commit 3 has no valid event count"));
    }
}
