package dev.reprise.eventstore;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The check of one stream's commits against one another, oldest first. A store gives it each commit
 * as stored, also one that could not be read as a {@link Commit}.
 */
public final class HashChain {

    private CommitPosition expected;
    private long commits;

    public HashChain(StreamName stream) {
        CommitBoundary start = CommitBoundary.startOf(stream);
        expected = new CommitPosition(start.version(), start.hash());
    }

    /**
     * A stored commit, as far as the chain needs it.
     *
     * @param sequenceNumber of its first event
     * @param count how many events it says to hold; 0 when it does not say
     * @param storedHash the hash it bears; null when there is none, or none that could be one
     * @param rehash computes what its hash should be from the previous commit's
     */
    public record Link(
            long sequenceNumber,
            long count,
            @Nullable Digest storedHash,
            UnaryOperator<Digest> rehash) {}

    /**
     * Takes the next commit; present when the chain breaks at it, after which there is nothing more
     * to check.
     */
    public Optional<Verification.Broken> next(Link link) {
        long nextExpected = expected.version().nextSequenceNumber();
        if (link.sequenceNumber() > nextExpected) {
            return broken(
                    nextExpected,
                    "it is missing: the next stored commit begins at " + link.sequenceNumber());
        }
        if (link.sequenceNumber() < nextExpected) {
            return broken(
                    link.sequenceNumber(),
                    "it overlaps the commit before it, which ends at " + expected.version());
        }
        if (link.storedHash() == null) {
            return broken(nextExpected, "it bears no hash");
        }
        if (!link.rehash().apply(expected.hash()).equals(link.storedHash())) {
            return broken(
                    nextExpected,
                    "its content and the previous commit's hash do not give the hash it bears");
        }
        if (link.count() < 1) {
            return broken(nextExpected, "it does not say how many events it holds");
        }
        expected =
                new CommitPosition(
                        new StreamVersion(nextExpected + link.count() - 1), link.storedHash());
        commits++;
        return Optional.empty();
    }

    /** The result when the last commit was taken and none broke the chain. */
    public Verification.Intact intact() {
        return new Verification.Intact(expected.version(), commits, expected.hash());
    }

    private Optional<Verification.Broken> broken(long sequenceNumber, String reason) {
        return Optional.of(new Verification.Broken(sequenceNumber, expected.version(), reason));
    }

    private record CommitPosition(StreamVersion version, Digest hash) {}
}
