package dev.reprise.giftcards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.DeciderScenario;
import dev.reprise.aggregates.JointCommandHandler;
import dev.reprise.aggregates.JointCommandResult;
import dev.reprise.aggregates.JointPart;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.giftcards.GiftCard.Active;
import dev.reprise.giftcards.GiftCard.Blocked;
import dev.reprise.giftcards.GiftCard.Command;
import dev.reprise.giftcards.GiftCard.Command.BlockCard;
import dev.reprise.giftcards.GiftCard.Command.ChargeCard;
import dev.reprise.giftcards.GiftCard.Command.IssueCard;
import dev.reprise.giftcards.GiftCard.Event;
import dev.reprise.giftcards.GiftCard.Event.CardBlocked;
import dev.reprise.giftcards.GiftCard.Event.CardCharged;
import dev.reprise.giftcards.GiftCard.Event.CardIssued;
import dev.reprise.giftcards.GiftCard.Rejection;
import dev.reprise.giftcards.GiftCard.Rejection.CardIsBlocked;
import dev.reprise.giftcards.GiftCard.Rejection.NotEnoughOnCard;
import dev.reprise.serialization.EventFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gift card of docs/your-own-aggregate.md. */
class GiftCardTest {

    private static final Aggregate<Command, GiftCard, Event, Rejection> GIFT_CARD =
            new Aggregate<>(
                    new GiftCardDecider(),
                    GiftCardEvents.codec(EventFormat.JSON),
                    new GiftCardStates());

    private static final RetryPolicy RETRIES =
            RetryPolicy.jittered(
                    16, Duration.ofSeconds(8), () -> ThreadLocalRandom.current().nextLong());

    private static final StreamName CARD = new StreamName("giftcard", "4711");
    private static final StreamName OTHER_CARD = new StreamName("giftcard", "4712");

    private final EventStore store = new InMemoryEventStore();
    private final CommandHandler<Command, GiftCard, Event, Rejection> cards =
            new CommandHandler<>(store, GIFT_CARD, InstantSource.system(), RETRIES);

    private CommandResult<VersionedState<GiftCard>, Rejection> handle(String id, Command command) {
        CommandDigest content =
                CommandDigest.of(1, new FramedDigest().add(command.toString()).digest());
        return cards.handle(
                CARD,
                command,
                new CommandContext(
                        new CommandId(id), content, new Precondition.None(), Metadata.NONE));
    }

    private static GiftCard state(CommandResult<VersionedState<GiftCard>, Rejection> result) {
        return result instanceof CommandResult.Handled(var after, _)
                ? after.state()
                : new GiftCard.NotIssued();
    }

    private DeciderScenario<Command, GiftCard, Event, Rejection> scenario() {
        return new DeciderScenario<>(new GiftCardDecider());
    }

    @Test
    void a_card_can_be_charged_up_to_its_balance_and_no_more() {
        scenario()
                .given(new CardIssued("EUR", 25_00), new CardCharged(20_00, "invoice 1"))
                .when(new ChargeCard(5_01, "invoice 2"))
                .thenRejected(new NotEnoughOnCard(5_00));
        scenario()
                .given(new CardIssued("EUR", 25_00))
                .when(new ChargeCard(25_00, "invoice 1"))
                .then(new CardCharged(25_00, "invoice 1"));
    }

    @Test
    void a_blocked_card_stays_blocked() {
        scenario()
                .given(new CardIssued("EUR", 25_00), new CardBlocked())
                .when(new BlockCard())
                .thenNothing();
        scenario()
                .given(new CardIssued("EUR", 25_00), new CardBlocked())
                .when(new ChargeCard(1, "invoice 1"))
                .thenRejected(new CardIsBlocked());
    }

    @Test
    void a_repeated_command_is_recorded_once() {
        handle("issue", new IssueCard("EUR", 25_00));
        handle("charge", new ChargeCard(5_00, "invoice 1"));
        handle("charge", new ChargeCard(5_00, "invoice 1"));
        assertThat(state(handle("block", new BlockCard()))).isEqualTo(new Blocked("EUR", 20_00));
    }

    @Test
    void a_card_can_be_read_as_of_an_earlier_version() {
        handle("issue", new IssueCard("EUR", 25_00));
        handle("charge", new ChargeCard(5_00, "invoice 1"));
        StreamReplay<GiftCard, Event> replay = new StreamReplay<>(store, GIFT_CARD);
        assertThat(replay.asOf(CARD, new StreamVersion(1)).map(VersionedState::state))
                .contains(new Active("EUR", 25_00));
        assertThat(replay.current(CARD).map(VersionedState::state))
                .contains(new Active("EUR", 20_00));
    }

    @Test
    void a_long_history_has_snapshots() {
        handle("issue", new IssueCard("EUR", 100_00));
        for (int i = 1; i < 70; i++) {
            handle("charge-" + i, new ChargeCard(1, "invoice " + i));
        }
        assertThat(Commits.all(store, CARD).stream().flatMap(c -> c.snapshot().stream()))
                .extracting(snapshot -> snapshot.state())
                .containsExactly("active EUR 9969", "active EUR 9937");
        assertThat(new StreamReplay<>(store, GIFT_CARD).current(CARD).map(VersionedState::state))
                .contains(new Active("EUR", 99_31));
    }

    /** Events as the first releases stored them. Never change them. */
    @Test
    void events_of_older_schemas_are_read_as_current_events() {
        assertThat(
                        GIFT_CARD
                                .events()
                                .decode(
                                        new EncodedEvents.Json(
                                                3,
                                                """
                                                [{"eventType":"CardIssued","amount":25.5},\
                                                {"eventType":"CardSpent","cents":550},\
                                                {"eventType":"CardBlocked"}]\
                                                """)))
                .containsExactly(
                        new CardIssued("EUR", 25_50),
                        new CardCharged(5_50, "unknown"),
                        new CardBlocked());
    }

    @ParameterizedTest
    @EnumSource(EventFormat.class)
    void events_are_read_in_every_format(EventFormat format) {
        List<Event> events =
                List.of(
                        new CardIssued("EUR", 25_00),
                        new CardCharged(5_00, "invoice 1"),
                        new CardBlocked());
        assertThat(GIFT_CARD.events().decode(GiftCardEvents.codec(format).encode(events)))
                .isEqualTo(events);
    }

    @Test
    void an_unknown_event_type_is_named_with_its_commit() {
        Commits.append(
                store,
                Commits.commit(
                        CommitBoundary.startOf(CARD),
                        "c",
                        new EncodedEvents.Json(1, "[{\"eventType\":\"CardLost\"}]"),
                        Commits.AT));
        assertThatThrownBy(() -> handle("charge", new ChargeCard(1, "invoice 1")))
                .isInstanceOf(NewerReleaseException.class)
                .hasMessage(
                        "commit 1 of giftcard-4711: event type CardLost is not known to this version of the code: deploy the release that wrote it, or newer");
    }

    @Test
    void an_invoice_is_paid_by_two_cards_or_by_neither() {
        handle("issue", new IssueCard("EUR", 10_00));
        JointCommandHandler both = new JointCommandHandler(store, InstantSource.system(), RETRIES);
        List<JointPart<Rejection>> parts =
                List.of(
                        new JointPart.Change<>(GIFT_CARD, CARD, new ChargeCard(10_00, "invoice 1")),
                        new JointPart.Change<>(
                                GIFT_CARD, OTHER_CARD, new ChargeCard(5_00, "invoice 1")));
        JointCommandResult<Rejection> result =
                both.handle(
                        parts,
                        new CommandId("pay-invoice-1"),
                        CommandDigest.of(1, new FramedDigest().add(parts.toString()).digest()),
                        Metadata.NONE);

        assertThat(result)
                .isEqualTo(
                        new JointCommandResult.Rejected<>(
                                OTHER_CARD, new Rejection.CardNotIssued()));
        assertThat(new StreamReplay<>(store, GIFT_CARD).current(CARD).map(VersionedState::version))
                .isEqualTo(Optional.of(new StreamVersion(1)));
    }
}
