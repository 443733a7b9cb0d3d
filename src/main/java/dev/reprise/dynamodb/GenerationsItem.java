package dev.reprise.dynamodb;

import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Generations.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes a projection's generations as attributes, and decodes them. Each is a map of its number,
 * its schema version and its role. The generations of one role are in their order.
 */
final class GenerationsItem {

    /** Other code may not understand another format, and then must not write. */
    private static final int FORMAT = 1;

    private static final String NUMBER = "number";
    private static final String SCHEMA_VERSION = "schemaVersion";
    private static final String ROLE = "role";

    private static final String LIVE = "live";
    private static final String BUILDING = "building";
    private static final String RETIRING = "retiring";
    private static final String DROPPED = "dropped";

    private GenerationsItem() {}

    static Map<String, AttributeValue> encode(Generations generations) {
        return Map.of(
                ViewsTable.FORMAT,
                Attributes.number(FORMAT),
                ViewsTable.GENERATIONS,
                list(generations));
    }

    /** The attribute for the generations. */
    static AttributeValue list(Generations generations) {
        return AttributeValue.fromL(
                Stream.of(
                                generations.live().stream().map(live -> map(live, LIVE)),
                                generations.building().stream()
                                        .map(building -> map(building, BUILDING)),
                                generations.retiring().stream()
                                        .map(retiring -> map(retiring, RETIRING)),
                                generations.dropped().stream()
                                        .map(dropped -> map(dropped, DROPPED)))
                        .flatMap(maps -> maps)
                        .toList());
    }

    private static AttributeValue map(Generation generation, String role) {
        return AttributeValue.fromM(
                Map.of(
                        NUMBER,
                        Attributes.number(generation.number()),
                        SCHEMA_VERSION,
                        Attributes.number(generation.schemaVersion()),
                        ROLE,
                        Attributes.text(role)));
    }

    /**
     * The generations in an item.
     *
     * @throws NewerReleaseException if their format or a role is unknown
     */
    static Generations decode(Map<String, AttributeValue> item) {
        String of = "the generations of " + Attributes.text(item, ViewsTable.PART);
        AttributeValue format = item.get(ViewsTable.FORMAT);
        if (!Attributes.number(FORMAT).equals(format)) {
            throw NewerReleaseException.unknown("format " + format + " of " + of);
        }
        Optional<Generation> live = Optional.empty();
        Optional<Generation> building = Optional.empty();
        List<Generation> retiring = new ArrayList<>();
        List<Generation> dropped = new ArrayList<>();
        for (AttributeValue stored :
                Attributes.required(item, ViewsTable.GENERATIONS, AttributeValue.Type.L).l()) {
            Generation generation =
                    new Generation(
                            Attributes.positiveInt(stored.m(), NUMBER),
                            Attributes.positiveInt(stored.m(), SCHEMA_VERSION));
            String role = Attributes.text(stored.m(), ROLE);
            switch (role) {
                case LIVE -> live = Optional.of(generation);
                case BUILDING -> building = Optional.of(generation);
                case RETIRING -> retiring.add(generation);
                case DROPPED -> dropped.add(generation);
                default -> throw NewerReleaseException.unknown("role " + role + " in " + of);
            }
        }
        return new Generations(live, building, retiring, dropped);
    }
}
