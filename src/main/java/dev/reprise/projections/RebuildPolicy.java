package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the projector does about a projection that has to be rebuilt: its live generation has an
 * older schema version than the code, or its first generation has still to be built.
 */
@FunctionalInterface
public interface RebuildPolicy {

    /** Called with each batch, until a rebuild is running. Never fails. */
    void rebuildNeeded(ProjectionVersions projection);

    /** Says in the log what to run, once in a process. */
    static RebuildPolicy manual() {
        Logger log = System.getLogger(RebuildPolicy.class.getName());
        Set<String> logged = ConcurrentHashMap.newKeySet();
        return projection -> {
            if (logged.add(projection.name())) {
                log.log(
                        Level.WARNING,
                        "the rows of {0} are to be rebuilt in schema version {1}: POST /projections/{0}/rebuild",
                        projection.name(),
                        Integer.toString(projection.newest().schemaVersion()));
            }
        };
    }

    /** Starts the rebuild, and tries this at most once a minute. */
    static RebuildPolicy automatic(Rebuild rebuild, InstantSource clock) {
        Logger log = System.getLogger(RebuildPolicy.class.getName());
        Duration interval = Duration.ofMinutes(1);
        Map<String, Instant> triedAt = new ConcurrentHashMap<>();
        return projection -> {
            Instant now = clock.instant();
            Instant last = triedAt.get(projection.name());
            if (last != null && now.isBefore(last.plus(interval))) {
                return;
            }
            triedAt.put(projection.name(), now);
            try {
                if (rebuild.start(projection, true) instanceof Rebuild.Outcome.Accepted) {
                    log.log(
                            Level.INFO,
                            "{0} is rebuilt in schema version {1}",
                            projection.name(),
                            Integer.toString(projection.newest().schemaVersion()));
                }
            } catch (StoreUnavailableException e) {
                log.log(
                        Level.WARNING,
                        "the rebuild of {0} could not be started: {1}; it is tried again",
                        projection.name(),
                        e.getMessage());
            }
        };
    }
}
