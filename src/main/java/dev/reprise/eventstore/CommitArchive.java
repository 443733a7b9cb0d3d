package dev.reprise.eventstore;

import java.util.List;
import java.util.Optional;

/**
 * Takes streams from one store to another, commit by commit and byte for byte, with the same
 * sequence numbers and the same hashes. It decides nothing and encrypts nothing: personal values
 * stay as they are stored.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store does not answer.
 */
public interface CommitArchive {

    /**
     * Lists streams, each once, in no order. A stream that is begun meanwhile may be left out.
     *
     * @param after the {@link StreamPage#next} of the page before; empty for the first page
     * @param limit how many streams to list at most, and how many commits to read for them
     */
    StreamPage streams(Optional<String> after, int limit);

    /**
     * A page of streams.
     *
     * @param streams may be none although there is a next page
     * @param next the place after this page; empty on the last page
     */
    record StreamPage(List<StreamName> streams, Optional<String> next) {

        public StreamPage {
            streams = List.copyOf(streams);
        }
    }

    /**
     * Reads commits as they are stored, oldest first, and checks each with the hash chain. The page
     * ends before a commit that is not the one that was recorded.
     *
     * @param after only commits that begin after this sequence number; 0 for all
     * @param limit how many to read at most. Fewer are read if they are large
     * @return empty if the stream has no commits
     * @throws BrokenStreamException if such a commit would be the first of the page
     */
    Optional<CommitPage> read(StreamName stream, long after, int limit);

    /**
     * A stored commit.
     *
     * @param previous the hash of the commit before it; of the first one, the hash of the start
     */
    record StoredCommit(Commit commit, Digest previous, CommitContent content) {}

    /**
     * A page of commits.
     *
     * @param more whether there may be later ones
     */
    record CommitPage(List<StoredCommit> commits, boolean more) {

        public CommitPage {
            commits = List.copyOf(commits);
        }
    }

    /**
     * Appends a commit that was read from another store, or from this one before. It is appended
     * only at the end of its stream, on the condition that the place is free, and only if its hash
     * is what its content and the last commit's hash come to.
     *
     * @param sequenceNumber of the commit's first event, 1 or more
     * @param hash of the commit
     */
    RestoreResult restore(
            StreamName stream, long sequenceNumber, CommitContent content, Digest hash);

    /** The outcome of {@link #restore}. */
    sealed interface RestoreResult {

        /** This call stored the commit. */
        record Restored(Commit commit) implements RestoreResult {}

        /** The same commit was stored already, after the same commits. Nothing was written. */
        record AlreadyStored(Commit commit) implements RestoreResult {}

        /** The stream has another commit there. Nothing was written. */
        record Different(StreamVersion version) implements RestoreResult {}

        /** The commit does not begin at the end of the stream, which is at this version. */
        record Gap(StreamVersion version) implements RestoreResult {}

        /** The hash is another one than that of this content after the stream's last commit. */
        record WrongHash(Digest expected) implements RestoreResult {}

        /** The content is not that of a commit at this place. */
        record Malformed(String reason) implements RestoreResult {}

        /** The commit is larger than the store allows. */
        record TooLarge(int bytes, int limit) implements RestoreResult {}
    }
}
