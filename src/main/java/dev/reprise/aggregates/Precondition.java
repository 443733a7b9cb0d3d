package dev.reprise.aggregates;

import dev.reprise.eventstore.StreamVersion;
import java.util.Set;

/**
 * Which versions of a stream a caller accepts for a command. It is compared with the stream's
 * version before the decision. It never determines where a commit is appended.
 */
public sealed interface Precondition {

    /** Whether a stream at this version meets the precondition. */
    boolean admits(StreamVersion actual);

    /** Every version is accepted. */
    record None() implements Precondition {
        @Override
        public boolean admits(StreamVersion actual) {
            return true;
        }
    }

    /** The stream must have events. */
    record Exists() implements Precondition {
        @Override
        public boolean admits(StreamVersion actual) {
            return !actual.equals(StreamVersion.NONE);
        }
    }

    /** The stream must be at one of these versions. An empty set is never met. */
    record VersionIn(Set<StreamVersion> versions) implements Precondition {
        public VersionIn {
            versions = Set.copyOf(versions);
        }

        @Override
        public boolean admits(StreamVersion actual) {
            return versions.contains(actual);
        }
    }

    /** The stream must have no events. */
    record NotExists() implements Precondition {
        @Override
        public boolean admits(StreamVersion actual) {
            return actual.equals(StreamVersion.NONE);
        }
    }

    /** The stream must not be at one of these versions. An empty set is always met. */
    record VersionNotIn(Set<StreamVersion> versions) implements Precondition {
        public VersionNotIn {
            versions = Set.copyOf(versions);
        }

        @Override
        public boolean admits(StreamVersion actual) {
            return !versions.contains(actual);
        }
    }

    /** Both must be met. */
    record Both(Precondition first, Precondition second) implements Precondition {
        @Override
        public boolean admits(StreamVersion actual) {
            return first.admits(actual) && second.admits(actual);
        }
    }
}
