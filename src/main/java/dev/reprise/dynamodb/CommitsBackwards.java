package dev.reprise.dynamodb;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.StreamName;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Decodes a stream's items from the newest to the first, and checks that each commit ends where the
 * one after it begins.
 */
final class CommitsBackwards implements Iterator<Commit> {

    private final StreamName stream;
    private final Iterator<Map<String, AttributeValue>> items;
    private final Consumer<Commit> newestCheck;
    private @Nullable Commit last;

    /**
     * @param items of the stream, strongly read, in descending order of their sequence numbers
     * @param newestCheck throws if commits are missing after the newest item
     */
    CommitsBackwards(
            StreamName stream,
            Iterator<Map<String, AttributeValue>> items,
            Consumer<Commit> newestCheck) {
        this.stream = stream;
        this.items = items;
        this.newestCheck = newestCheck;
    }

    /**
     * Whether there is an earlier commit.
     *
     * @throws BrokenStreamException if there is none and the last one is not the stream's first
     */
    @Override
    public boolean hasNext() {
        if (items.hasNext()) {
            return true;
        }
        if (last != null) {
            ContiguousCommits.nextExpectedAfter(last, 1);
        }
        return false;
    }

    @Override
    public Commit next() {
        Commit commit = CommitItem.decode(items.next(), stream);
        if (last == null) {
            newestCheck.accept(commit);
        } else {
            ContiguousCommits.nextExpectedAfter(last, commit.version().nextSequenceNumber());
        }
        last = commit;
        return commit;
    }
}
