package dev.reprise.dynamodb;

import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.SnapshotOffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes a snapshot as attributes of its commit's item, and decodes it.
 *
 * @param state the name of the attribute for the encoded state
 * @param schemaVersion the name of the attribute for the state's schema version
 * @param commands the name of the attribute for the earlier commands
 */
record SnapshotAttributes(String state, String schemaVersion, String commands) {

    /**
     * Puts a snapshot into an item that has all its other attributes. Leaves it out if its state is
     * too large, or if {@link SnapshotOffer#isStored} says so.
     */
    void put(SizedItem item, SnapshotOffer offer) {
        Snapshot snapshot = offer.snapshot();
        if (ItemSize.utf8(snapshot.state()) > Attributes.MAX_STATE_BYTES) {
            return;
        }
        int commitBytes = item.bytes();
        if (snapshot.commands().size() > 0) {
            item.put(commands, Attributes.binary(snapshot.commands().encode()));
        }
        int commandBytes = item.bytes() - commitBytes;
        item.put(schemaVersion, Attributes.number(snapshot.schemaVersion()));
        item.putDeflatable(state, snapshot.state());
        int stateBytes = item.bytes() - commandBytes - commitBytes;
        if (!offer.isStored(stateBytes, commandBytes, commitBytes, ItemSize.MAX_BYTES)) {
            names().forEach(item::remove);
        }
    }

    /** Whether an item has a snapshot. */
    boolean areIn(Map<String, AttributeValue> item) {
        return item.containsKey(state);
    }

    /** The size of an item without its snapshot. */
    int bytesWithout(Map<String, AttributeValue> item) {
        int bytes = ItemSize.bytes(item);
        if (isAnyIn(item)) {
            for (String name : names()) {
                AttributeValue value = item.get(name);
                bytes -= value == null ? 0 : ItemSize.bytes(name, value);
            }
        }
        return bytes;
    }

    /**
     * The snapshot of a stored item, if it has one.
     *
     * @throws IllegalArgumentException if an attribute is missing or malformed
     */
    Optional<Snapshot> read(Map<String, AttributeValue> item) {
        if (!isAnyIn(item)) {
            return Optional.empty();
        }
        return Optional.of(
                new Snapshot(
                        Attributes.positiveInt(item, schemaVersion),
                        Attributes.deflatable(item, state, Attributes.MAX_STATE_BYTES),
                        item.containsKey(commands)
                                ? storedCommands(item)
                                : CommandFingerprints.NONE));
    }

    private CommandFingerprints storedCommands(Map<String, AttributeValue> item) {
        byte[] stored = Attributes.binary(item, commands);
        return Attributes.parsed(commands, () -> CommandFingerprints.decode(stored));
    }

    private boolean isAnyIn(Map<String, AttributeValue> item) {
        return item.containsKey(state)
                || item.containsKey(schemaVersion)
                || item.containsKey(commands);
    }

    private List<String> names() {
        return List.of(state, schemaVersion, commands);
    }
}
