package dev.reprise.dynamodb;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import java.util.Iterator;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stream's items as commits, each of which has to begin where the one before it ended. */
final class ContiguousCommits implements Iterator<Commit> {

    private final Iterator<Map<String, AttributeValue>> items;
    private long nextExpected;

    /**
     * @param items strongly read, in order of their sequence numbers
     * @param nextExpected the sequence number that the first one has to begin with
     */
    ContiguousCommits(Iterator<Map<String, AttributeValue>> items, long nextExpected) {
        this.items = items;
        this.nextExpected = nextExpected;
    }

    @Override
    public boolean hasNext() {
        return items.hasNext();
    }

    @Override
    public Commit next() {
        Commit commit = CommitItem.decode(items.next());
        nextExpected = nextAfter(commit, nextExpected);
        return commit;
    }

    /**
     * What is due after a commit.
     *
     * @param nextExpected what this one has to begin with
     * @throws BrokenStreamException if it does not
     */
    static long nextAfter(Commit commit, long nextExpected) {
        if (commit.firstSequenceNumber() != nextExpected) {
            String what = commit.firstSequenceNumber() > nextExpected ? "gap" : "overlap";
            throw new BrokenStreamException(
                    what
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
