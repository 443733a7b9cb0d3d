package dev.reprise.dynamodb;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.StreamName;
import java.util.Iterator;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Decodes a stream's items, and checks that each commit begins where the one before it ends. */
final class ContiguousCommits implements Iterator<Commit> {

    private final StreamName stream;
    private final Iterator<Map<String, AttributeValue>> items;
    private long nextExpected;

    /**
     * @param items of the stream, strongly read, in order of their sequence numbers
     * @param nextExpected the sequence number at which the first commit must begin
     */
    ContiguousCommits(
            StreamName stream, Iterator<Map<String, AttributeValue>> items, long nextExpected) {
        this.stream = stream;
        this.items = items;
        this.nextExpected = nextExpected;
    }

    @Override
    public boolean hasNext() {
        return items.hasNext();
    }

    @Override
    public Commit next() {
        Commit commit = CommitItem.decode(items.next(), stream);
        nextExpected = nextExpectedAfter(commit, nextExpected);
        return commit;
    }

    /**
     * Checks where a commit begins, and returns where the next one must begin.
     *
     * @param nextExpected the sequence number at which the commit must begin
     * @throws BrokenStreamException if it begins elsewhere
     */
    static long nextExpectedAfter(Commit commit, long nextExpected) {
        if (commit.firstSequenceNumber() != nextExpected) {
            String kind = commit.firstSequenceNumber() > nextExpected ? "gap" : "overlap";
            throw new BrokenStreamException(
                    kind
                            + ": expected "
                            + nextExpected
                            + ", got "
                            + commit.firstSequenceNumber()
                            + " in "
                            + commit.stream(),
                    null);
        }
        return commit.version().nextSequenceNumber();
    }
}
