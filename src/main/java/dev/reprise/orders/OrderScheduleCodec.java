package dev.reprise.orders;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.aggregates.StateCodec;
import dev.reprise.orders.OrderSchedule.Ended;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.orders.OrderSchedule.Pending;
import dev.reprise.orders.ScheduledCommand.CommandKind;
import dev.reprise.personal.Personal;
import dev.reprise.serialization.ExactJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the scheduled commands of an order as JSON, for snapshots. Contents are in it as they are
 * in the events.
 */
final class OrderScheduleCodec implements StateCodec<OrderSchedule> {

    private static final JsonMapper JSON = OrderJson.MAPPER;

    /** The fields. Their names are stored. */
    private record StoredSchedule(List<StoredPending> pending, List<StoredEnded> ended) {}

    private record StoredPending(
            String id,
            CommandKind command,
            Instant runsAt,
            @Nullable String scheduledBy,
            Instant scheduledAt,
            String content) {

        static StoredPending of(Pending pending) {
            ScheduledCommand command = pending.command();
            return new StoredPending(
                    command.id(),
                    command.kind(),
                    command.runsAt(),
                    command.scheduledBy().orElse(null),
                    command.scheduledAt(),
                    pending.content().stored(OrderCommandJson::write));
        }

        Pending pending() {
            return new Pending(
                    new ScheduledCommand(
                            id, command, runsAt, Optional.ofNullable(scheduledBy), scheduledAt),
                    Personal.ofStored(content, OrderCommandJson::read));
        }
    }

    /** One of refusal and cancelled is there, or none if the command ran. */
    private record StoredEnded(
            String id,
            CommandKind command,
            Instant runsAt,
            @Nullable String scheduledBy,
            Instant scheduledAt,
            Instant endedAt,
            @Nullable StoredRefusal refusal,
            @Nullable Boolean cancelled) {

        static StoredEnded of(Ended ended) {
            return switch (ended.outcome()) {
                case Outcome.Ran _ -> of(ended, null, null);
                case Outcome.Refused(DueRefusal reason) ->
                        of(ended, StoredRefusal.of(reason), null);
                case Outcome.Cancelled _ -> of(ended, null, true);
            };
        }

        private static StoredEnded of(
                Ended ended, @Nullable StoredRefusal refusal, @Nullable Boolean cancelled) {
            ScheduledCommand command = ended.command();
            return new StoredEnded(
                    command.id(),
                    command.kind(),
                    command.runsAt(),
                    command.scheduledBy().orElse(null),
                    command.scheduledAt(),
                    ended.at(),
                    refusal,
                    cancelled);
        }

        Ended ended() {
            return new Ended(
                    new ScheduledCommand(
                            id, command, runsAt, Optional.ofNullable(scheduledBy), scheduledAt),
                    outcome(),
                    endedAt);
        }

        private Outcome outcome() {
            if (refusal != null) {
                return new Outcome.Refused(refusal.refusal());
            }
            return cancelled == null ? new Outcome.Ran() : new Outcome.Cancelled();
        }
    }

    @Override
    public int schemaVersion() {
        return 1;
    }

    @Override
    public String encode(OrderSchedule state) {
        return ExactJson.write(
                JSON,
                new StoredSchedule(
                        state.pending().stream().map(StoredPending::of).toList(),
                        state.ended().stream().map(StoredEnded::of).toList()));
    }

    @Override
    public OrderSchedule decode(String encoded) {
        StoredSchedule stored =
                OrderJson.read(
                        JSON, encoded, _ -> StoredSchedule.class, "stored scheduled commands");
        return new OrderSchedule(
                stored.pending().stream().map(StoredPending::pending).toList(),
                stored.ended().stream().map(StoredEnded::ended).toList());
    }
}
