package dev.reprise.processes;

import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.EventSchemas;
import java.util.List;
import java.util.function.Function;

/**
 * How the own events of a process are stored. Own events are not encrypted. So they must not hold
 * personal values, unless the caller whose command records them has encrypted them before, see
 * {@link Target#opening}.
 *
 * @param schemas the schemas of the events. These type names are reserved: {@code ReactedTo},
 *     {@code CommandRejected}, {@code DeadlineSet}, {@code DeadlineCancelled}, {@code
 *     DeadlineReached}
 * @param toBody makes an event's body, in a declared schema
 * @param toEvent makes the event from a body in a current schema; throws if the values are not
 *     those of an event
 */
public record OwnEvents<E>(
        EventSchemas schemas,
        Function<? super E, EventBody> toBody,
        Function<EventBody, ? extends E> toEvent) {

    /**
     * For a process without own events.
     *
     * @param namespace see {@link EventSchemas}
     */
    public static <E> OwnEvents<E> none(String namespace) {
        return new OwnEvents<>(
                new EventSchemas(namespace, List.of(), List.of()),
                event -> {
                    throw new IllegalArgumentException(
                            "no own events are declared, found " + event);
                },
                body -> {
                    throw new IllegalArgumentException("no own events are declared, found " + body);
                });
    }
}
