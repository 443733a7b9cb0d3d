package dev.reprise.http;

import org.jspecify.annotations.Nullable;

/**
 * How to repair.
 *
 * @param dryRun whether rows that differ are only reported; false if it is absent
 */
record RepairRequest(@Nullable Boolean dryRun) {

    boolean mends() {
        return dryRun == null || !dryRun;
    }
}
