package dev.reprise.orders;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.aggregates.PersonalValues;
import dev.reprise.eventstore.StreamName;
import dev.reprise.orders.DueRefusal.ByOrder;
import dev.reprise.orders.DueRefusal.PersonalDataErased;
import dev.reprise.personal.Personal;
import dev.reprise.processes.Target;
import java.time.Instant;
import java.util.List;

/** Orders as the target of scheduled commands, which are decrypted just before they are decided. */
final class ScheduledTarget {

    private ScheduledTarget() {}

    /**
     * The target.
     *
     * @param orders decides the commands
     * @param personal decrypts them
     */
    static Target<DueCommand, DueRefusal> of(
            Aggregate<Order.Command, Order, Order.Event, Order.Rejection> orders,
            OrderPersonalData personal) {
        return new Target<>(
                OrderId.CATEGORY,
                new Aggregate<>(
                        new DueDecider(orders.decider()),
                        orders.events(),
                        orders.states(),
                        orders.snapshotCheck(),
                        new DuePersonalValues(orders.personal())),
                (instance, due) ->
                        new DueCommand(
                                due.id(),
                                personal.openedCommand(instance, due.id(), due.content())));
    }

    /** Decides the content of a scheduled command. */
    private record DueDecider(Decider<Order.Command, Order, Order.Event, Order.Rejection> orders)
            implements Decider<DueCommand, Order, Order.Event, DueRefusal> {

        @Override
        public Order initialState() {
            return orders.initialState();
        }

        @Override
        public Decision<Order.Event, DueRefusal> decide(DueCommand due, Order state) {
            return switch (due.content()) {
                case Personal.Known<Order.Command>(Order.Command command) ->
                        orders.decide(command, state).mapRejection(ByOrder::new);
                case Personal.Forgotten<Order.Command> _ ->
                        Decision.rejected(new PersonalDataErased());
                case Personal.Sealed<Order.Command> _ ->
                        throw new IllegalStateException("the command has not been decrypted");
            };
        }

        @Override
        public Order evolve(Order state, Order.Event event, Instant at) {
            return orders.evolve(state, event, at);
        }
    }

    /** The personal values of orders. */
    private record DuePersonalValues(PersonalValues<Order.Command, Order, Order.Event> orders)
            implements PersonalValues<DueCommand, Order, Order.Event> {

        @Override
        public Order opened(StreamName stream, DueCommand due, Order state) {
            return due.content()
                    .known()
                    .map(command -> orders.opened(stream, command, state))
                    .orElse(state);
        }

        @Override
        public List<Order.Event> sealed(StreamName stream, Order state, List<Order.Event> events) {
            return orders.sealed(stream, state, events);
        }
    }
}
