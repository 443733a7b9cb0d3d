package dev.reprise.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A command on an order that is not in memory: its cost, and the item that it wrote. */
record ColdCommand(Cost cost, Map<String, AttributeValue> item) {

    /** The maximum cost of the commands whose commit has no snapshot. */
    static Cost mostWithoutSnapshot(List<ColdCommand> commands) {
        return commands.stream()
                .filter(command -> !command.hasSnapshot())
                .map(ColdCommand::cost)
                .reduce(Cost::max)
                .orElseThrow();
    }

    /**
     * The commands after the last snapshot but one, up to and including the last snapshot.
     *
     * @throws AssertionError if there are fewer than two snapshots
     */
    static List<ColdCommand> fromSnapshotToSnapshot(List<ColdCommand> commands) {
        int[] snapshots =
                IntStream.range(0, commands.size())
                        .filter(i -> commands.get(i).hasSnapshot())
                        .toArray();
        if (snapshots.length < 2) {
            throw new AssertionError(
                    snapshots.length
                            + " of "
                            + commands.size()
                            + " commits have a snapshot, expected 2 or more");
        }
        return commands.subList(
                snapshots[snapshots.length - 2] + 1, snapshots[snapshots.length - 1] + 1);
    }

    /**
     * The write units that the last command may cost: its own bytes and a quarter of all of them.
     */
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
