package dev.reprise.projections;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One projection in all schema versions that the code has. Each generation of rows is written and
 * read with its own version, so that a generation in a new version can be built while the old one
 * is read.
 */
public final class ProjectionVersions {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final SortedMap<Integer, Projection<?, ?>> versions = new TreeMap<>();

    private ProjectionVersions() {}

    /**
     * Groups projections by name, in the given order.
     *
     * @throws IllegalArgumentException if a name is malformed, if two projections have the same
     *     name and schema version, or the same name and different categories
     */
    public static List<ProjectionVersions> of(List<? extends Projection<?, ?>> projections) {
        List<ProjectionVersions> groups = new ArrayList<>();
        for (Projection<?, ?> projection : projections) {
            if (!NAME.matcher(projection.name()).matches()) {
                throw new IllegalArgumentException(
                        "the name of a projection must be 1 to 64 letters, digits or dashes, found \""
                                + projection.name()
                                + "\"");
            }
            groups.stream()
                    .filter(group -> group.name().equals(projection.name()))
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ProjectionVersions());
                        return groups.getLast();
                    })
                    .add(projection);
        }
        return List.copyOf(groups);
    }

    private void add(Projection<?, ?> projection) {
        if (!versions.isEmpty() && !category().equals(projection.category())) {
            throw new IllegalArgumentException(
                    "all versions of projection "
                            + projection.name()
                            + " must follow the same category, found "
                            + category()
                            + " and "
                            + projection.category());
        }
        if (versions.putIfAbsent(projection.schemaVersion(), projection) != null) {
            throw new IllegalArgumentException(
                    "two projections are named "
                            + projection.name()
                            + " and have schema version "
                            + projection.schemaVersion());
        }
    }

    public String name() {
        return newest().name();
    }

    public String category() {
        return newest().category();
    }

    /** The projection in its newest schema version. */
    public Projection<?, ?> newest() {
        return versions.lastEntry().getValue();
    }

    /** The projection in a schema version; empty if the code does not have it. */
    public Optional<Projection<?, ?>> in(int schemaVersion) {
        return Optional.ofNullable(versions.get(schemaVersion));
    }

    /**
     * Whether a schema version is older than each that the code has: no code writes such a
     * generation any more.
     */
    public boolean isOlderThanAll(int schemaVersion) {
        return schemaVersion < versions.firstKey();
    }
}
