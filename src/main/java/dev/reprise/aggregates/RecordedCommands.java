package dev.reprise.aggregates;

import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.SnapshotRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands that made a stream's commits: the last {@link SnapshotRule#MIN_COMMITS} of them, and
 * fingerprints by which earlier ones are found.
 *
 * <p>A fingerprint is a digest, which most commands never need: a snapshot from another load has
 * it. So it is computed when its command is no longer among the last ones, or when all of them are
 * asked for.
 */
final class RecordedCommands {

    private static final int MAX_LAST = SnapshotRule.MIN_COMMITS;

    /** The last commands. The n-th that was added, counted from 0, is at n modulo the length. */
    private final RecordedCommand[] last;

    /**
     * The hash codes of their ids. To look for an id reads this array only: the commands and ids
     * are spread over the memory, and to compare each took a seventh of a command's time.
     */
    private final int[] idHashes;

    private int added;
    private int idCharacters;
    private CommandFingerprints fingerprints;

    /** How many of the added commands, from the first on, need no more fingerprint. */
    private int fingerprinted;

    /** How many of those that need one have an id of their caller. */
    private int missing;

    RecordedCommands() {
        last = new RecordedCommand[MAX_LAST];
        idHashes = new int[MAX_LAST];
        fingerprints = CommandFingerprints.NONE;
    }

    private RecordedCommands(RecordedCommands other) {
        last = other.last.clone();
        idHashes = other.idHashes.clone();
        added = other.added;
        idCharacters = other.idCharacters;
        fingerprints = other.fingerprints;
        fingerprinted = other.fingerprinted;
        missing = other.missing;
    }

    /** An independent copy. */
    RecordedCommands copy() {
        return new RecordedCommands(this);
    }

    /** Adds the command of the next commit. */
    void add(RecordedCommand command) {
        int place = added % MAX_LAST;
        if (added >= MAX_LAST) {
            if (fingerprinted == added - MAX_LAST) {
                addFingerprints();
            }
            idCharacters -= last[place].id().value().length();
        }
        last[place] = command;
        idHashes[place] = command.id().hashCode();
        idCharacters += command.id().value().length();
        added++;
        if (!command.id().isGenerated()) {
            missing++;
        }
    }

    /** All that are missing, since each addition copies those that are there. */
    private void addFingerprints() {
        List<CommandFingerprints.Entry> later = new ArrayList<>();
        for (int n = fingerprinted; n < added; n++) {
            RecordedCommand command = last[n % MAX_LAST];
            later.add(new CommandFingerprints.Entry(command.id(), command.sequenceNumber()));
        }
        setFingerprints(fingerprints.with(later));
    }

    /** The fingerprints of all commands. */
    CommandFingerprints fingerprints() {
        if (fingerprinted < added) {
            addFingerprints();
        }
        return fingerprints;
    }

    /** Replaces the fingerprints of all commands that were added. */
    void setFingerprints(CommandFingerprints ofAll) {
        fingerprints = ofAll;
        fingerprinted = added;
        missing = 0;
    }

    /** The command with this id, if it is among the last commands. */
    Optional<RecordedCommand> findLast(CommandId id) {
        int hash = id.hashCode();
        for (int n = Math.max(0, added - MAX_LAST); n < added; n++) {
            int place = n % MAX_LAST;
            if (idHashes[place] == hash && last[place].id().equals(id)) {
                return Optional.of(last[place]);
            }
        }
        return Optional.empty();
    }

    /**
     * The commits before the last ones that this command may have made, see {@link
     * CommandFingerprints#find}.
     */
    List<Long> findEarlierCommits(CommandId id) {
        return fingerprints.find(id, missing);
    }

    /** How many commands are among the last ones. */
    int lastSize() {
        return Math.min(added, MAX_LAST);
    }

    /** How many characters the ids of the last commands have. */
    int lastIdCharacters() {
        return idCharacters;
    }

    /** How many fingerprints are in memory. */
    int fingerprintsSize() {
        return fingerprints.size();
    }
}
