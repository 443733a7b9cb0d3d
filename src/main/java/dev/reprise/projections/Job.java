package dev.reprise.projections;

import java.time.Instant;

/**
 * Work on a projection that takes long. It has parts, on which workers work at the same time. A
 * projection has at most one job of each kind.
 *
 * @param number from 1; each job of a kind has the next number
 * @param generation the generation that is worked on; 0 for a clean-up, which works on several
 * @param parts how many parts there are, numbered from 0
 * @param takesEffect whether the end of the work changes what is read: a rebuild makes its
 *     generation live by itself, a repair mends what it finds. Otherwise a person decides, or it is
 *     a dry run
 * @param notBefore workers begin at this instant, to the millisecond
 * @param revision raised with every save
 */
public record Job(
        String projection,
        Kind kind,
        int number,
        int generation,
        int parts,
        State state,
        boolean takesEffect,
        Instant startedAt,
        Instant notBefore,
        long revision) {

    /** What is done. */
    public enum Kind {
        /** All events are folded into a new generation, which then becomes live. */
        REBUILD,
        /** The rows of the live generation are compared with the events. */
        REPAIR,
        /** Generations that are no longer read are dropped, and their rows deleted. */
        CLEAN_UP
    }

    /** How far it is. */
    public enum State {
        RUNNING,
        /** Workers stop after their page, and go on once it is resumed. */
        PAUSED,
        /** All parts of a rebuild are done, and its generation is not live yet. */
        SCANNED,
        DONE,
        CANCELLED;

        /** Whether there is still something to do. */
        public boolean isActive() {
            return this == RUNNING || this == PAUSED || this == SCANNED;
        }
    }

    /** The same job in another state. */
    Job in(State next) {
        return new Job(
                projection,
                kind,
                number,
                generation,
                parts,
                next,
                takesEffect,
                startedAt,
                notBefore,
                revision + 1);
    }

    /** Whether the other is this job, in whatever state. */
    boolean isSameAs(Job other) {
        return projection.equals(other.projection) && kind == other.kind && number == other.number;
    }

    /** The task to work on a part. */
    JobTask task(int part) {
        return new JobTask(projection, kind, part);
    }
}
