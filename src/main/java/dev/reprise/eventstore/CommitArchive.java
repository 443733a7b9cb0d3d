package dev.reprise.eventstore;

import java.util.List;
import java.util.Optional;

/**
 * Copies streams from one store to another, commit by commit and byte for byte. Sequence numbers
 * and hashes stay the same. The archive checks no rule of an aggregate. It neither encrypts nor
 * decrypts personal values: they stay as they are stored.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store does not answer.
 */
public interface CommitArchive {

    /**
     * Lists streams, each once, in no order. A stream that begins meanwhile may be missing.
     *
     * @param after the {@link StreamPage#next} of the page before; empty for the first page
     * @param limit the maximum number of streams in the page, and of commits to read for it
     */
    StreamPage streams(Optional<String> after, int limit);

    /**
     * A page of streams.
     *
     * @param streams may be empty even if there is a next page
     * @param next where the next page begins; empty on the last page
     */
    record StreamPage(List<StreamName> streams, Optional<String> next) {

        public StreamPage {
            streams = List.copyOf(streams);
        }
    }

    /**
     * Reads commits as they are stored, oldest first, and checks each with the hash chain. The page
     * ends before a damaged commit.
     *
     * @param after only commits that begin after this sequence number; 0 for all
     * @param limit the maximum number of commits. The page has fewer if they are large
     * @return empty if the stream has no commits
     * @throws BrokenStreamException if the first commit of the page is damaged
     */
    Optional<CommitPage> read(StreamName stream, long after, int limit);

    /**
     * A stored commit.
     *
     * @param previous the hash of the commit before it; for the first commit, the hash of the start
     */
    record StoredCommit(Commit commit, Digest previous, CommitContent content) {}

    /**
     * A page of commits.
     *
     * @param more whether the stream may have later commits
     */
    record CommitPage(List<StoredCommit> commits, boolean more) {

        public CommitPage {
            commits = List.copyOf(commits);
        }
    }

    /**
     * Appends a commit that was read from an archive. The commit is appended only at the end of its
     * stream, and only if its hash is the hash of its content after the stream's last commit.
     *
     * @param sequenceNumber the sequence number of the commit's first event, 1 or more
     * @param hash the commit's hash
     */
    RestoreResult restore(
            StreamName stream, long sequenceNumber, CommitContent content, Digest hash);

    /** The outcome of {@link #restore}. */
    sealed interface RestoreResult {

        /** This call stored the commit. */
        record Restored(Commit commit) implements RestoreResult {}

        /** The same commit was stored already, after the same commits. Nothing was written. */
        record AlreadyStored(Commit commit) implements RestoreResult {}

        /** The stream, at this version, has another commit at this place. Nothing was written. */
        record Different(StreamVersion version) implements RestoreResult {}

        /** Earlier commits are missing: the stream ends at this version. Nothing was written. */
        record Gap(StreamVersion version) implements RestoreResult {}

        /** The hash is not the expected one, of this content after the stream's last commit. */
        record WrongHash(Digest expected) implements RestoreResult {}

        /** The content is not a commit, or is a commit of another place. */
        record Malformed(String reason) implements RestoreResult {}

        /** The commit is larger than the store allows. */
        record TooLarge(int bytes, int limit) implements RestoreResult {}
    }
}
