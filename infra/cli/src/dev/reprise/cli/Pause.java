package dev.reprise.cli;

import java.time.Duration;

/** Waits. Tests note the lengths instead. */
@FunctionalInterface
interface Pause {

    void pause(Duration length) throws InterruptedException;
}
