package dev.reprise.demo;

import java.time.Duration;

/** Lets time pass before a request is sent again. */
@FunctionalInterface
interface Pause {

    void pause(Duration length) throws InterruptedException;
}
