package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamVersion;
import java.util.Set;

/**
 * What a caller asks of a stream's version before a command is decided. It is compared, and never
 * used as a place to append at.
 */
public sealed interface Precondition {

    /** Whether a stream at this version meets it. */
    boolean admits(StreamVersion actual);

    /** The caller asks for nothing. */
    record None() implements Precondition {
        @Override
        public boolean admits(StreamVersion actual) {
            return true;
        }
    }

    /** The stream has to have events. */
    record Exists() implements Precondition {
        @Override
        public boolean admits(StreamVersion actual) {
            return !actual.equals(StreamVersion.NONE);
        }
    }

    /** The stream has to be at one of these versions. */
    record VersionIn(Set<StreamVersion> versions) implements Precondition {
        public VersionIn {
            versions = Set.copyOf(versions);
        }

        @Override
        public boolean admits(StreamVersion actual) {
            return versions.contains(actual);
        }
    }
}
