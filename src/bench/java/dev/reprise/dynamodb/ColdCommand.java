package dev.reprise.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A command on an order that had not been seen before: what it cost and what it wrote. */
record ColdCommand(Cost cost, Map<String, AttributeValue> item) {

    /** The most that any of them cost whose commit carries no snapshot. */
    static Cost mostWithoutSnapshot(List<ColdCommand> commands) {
        return commands.stream()
                .filter(command -> !command.hasSnapshot())
                .map(ColdCommand::cost)
                .reduce(Cost::max)
                .orElseThrow();
    }

    /**
     * The last of them whose commit carries a snapshot, and since the snapshot before it.
     *
     * @throws AssertionError if there are no two
     */
    static List<ColdCommand> fromSnapshotToSnapshot(List<ColdCommand> commands) {
        int[] snapshots =
                IntStream.range(0, commands.size())
                        .filter(i -> commands.get(i).hasSnapshot())
                        .toArray();
        if (snapshots.length < 2) {
            throw new AssertionError(
                    snapshots.length + " of " + commands.size() + " commits carry a snapshot");
        }
        return commands.subList(
                snapshots[snapshots.length - 2] + 1, snapshots[snapshots.length - 1] + 1);
    }

    /** What the last of them may write: a quarter of the bytes of all of them besides its own. */
    static int writeUnitsWithSnapshot(List<ColdCommand> sinceSnapshot) {
        int written = sinceSnapshot.stream().mapToInt(ColdCommand::bytesWithoutSnapshot).sum();
        return ItemSize.writeUnits(sinceSnapshot.getLast().bytesWithoutSnapshot() + written / 4);
    }

    private boolean hasSnapshot() {
        return item.containsKey(EventsTable.STATE);
    }

    private int bytesWithoutSnapshot() {
        Map<String, AttributeValue> plain = new HashMap<>(item);
        plain.remove(EventsTable.STATE);
        plain.remove(EventsTable.STATE_SCHEMA_VERSION);
        return ItemSize.bytes(plain);
    }
}
