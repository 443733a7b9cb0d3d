package dev.reprise.publishing;

/** Connects to event buses. */
@FunctionalInterface
public interface EventBuses {

    /**
     * What puts events on a bus. No request is sent yet.
     *
     * @param bus the name or the ARN of the bus
     * @param api the address of this service's API, for events that are sent by reference
     */
    EventSink connect(String bus, String api);
}
