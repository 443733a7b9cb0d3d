package dev.reprise.eventstore;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Checks the hash chain of one stream, commit by commit, oldest first. A store gives it every
 * stored commit, also one that cannot be decoded as a {@link Commit}.
 */
public final class HashChain {

    private CommitPosition last;
    private long commits;

    /** Begins with the first commit of a stream. */
    public HashChain(StreamName stream) {
        this(Verification.Intact.none(stream));
    }

    /** Goes on after the commits that were checked. */
    public HashChain(Verification.Intact checked) {
        last = new CommitPosition(checked.version(), checked.hash());
        commits = checked.commits();
    }

    /** Whether a commit begins where the next one has to begin. */
    public boolean isNext(Link link) {
        return link.sequenceNumber()
                        .compareTo(BigDecimal.valueOf(last.version().nextSequenceNumber()))
                == 0;
    }

    /**
     * A stored commit, as far as the chain needs it.
     *
     * @param sequenceNumber of the commit's first event; a store may hold a fraction
     * @param count the stored number of events; 0 if it cannot be read
     * @param storedHash null if the hash is missing or malformed
     * @param rehash computes the hash that the commit should have from the previous commit's hash
     */
    public record Link(
            BigDecimal sequenceNumber,
            int count,
            @Nullable Digest storedHash,
            UnaryOperator<Digest> rehash) {}

    /**
     * Checks the next commit. Empty if the commit fits. After a break there is nothing more to
     * check.
     */
    public Optional<Verification.Broken> next(Link link) {
        long nextExpected = last.version().nextSequenceNumber();
        long sequenceNumber = link.sequenceNumber().longValue();
        if (link.sequenceNumber().compareTo(BigDecimal.valueOf(sequenceNumber)) != 0) {
            return broken(
                    sequenceNumber,
                    "a commit begins at "
                            + link.sequenceNumber().toPlainString()
                            + ", which is not a whole number from 1 to 2^63 - 1");
        }
        if (sequenceNumber > nextExpected) {
            return broken(
                    nextExpected,
                    "event "
                            + nextExpected
                            + " is missing: the next stored commit begins at "
                            + sequenceNumber);
        }
        if (sequenceNumber < nextExpected) {
            return broken(
                    sequenceNumber,
                    "commit "
                            + sequenceNumber
                            + " begins too early: the next commit must begin at "
                            + nextExpected);
        }
        if (link.storedHash() == null) {
            return broken(nextExpected, "commit " + nextExpected + " has no valid hash");
        }
        if (!link.rehash().apply(last.hash()).equals(link.storedHash())) {
            return broken(
                    nextExpected,
                    "the stored hash of commit "
                            + nextExpected
                            + " does not match its content and the previous commit's hash");
        }
        if (link.count() < 1) {
            return broken(nextExpected, "commit " + nextExpected + " has no valid event count");
        }
        last =
                new CommitPosition(
                        new StreamVersion(nextExpected + link.count() - 1), link.storedHash());
        commits++;
        return Optional.empty();
    }

    /** The result after the stream's last commit, if no commit broke the chain. */
    public Verification.Intact intact() {
        return new Verification.Intact(last.version(), commits, last.hash());
    }

    private Optional<Verification.Broken> broken(long sequenceNumber, String reason) {
        return Optional.of(new Verification.Broken(sequenceNumber, last.version(), reason));
    }

    /** The end of a commit that fits, or the start of the stream. */
    private record CommitPosition(StreamVersion version, Digest hash) {}
}
