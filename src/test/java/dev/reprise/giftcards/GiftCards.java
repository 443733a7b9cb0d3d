package dev.reprise.giftcards;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.SnapshotVerifier;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.Tenant;
import dev.reprise.giftcards.GiftCard.Command;
import dev.reprise.giftcards.GiftCard.Command.BlockCard;
import dev.reprise.giftcards.GiftCard.Command.ChargeCard;
import dev.reprise.giftcards.GiftCard.Command.IssueCard;
import dev.reprise.giftcards.GiftCard.Event;
import dev.reprise.giftcards.GiftCard.Rejection;
import dev.reprise.http.RequestContext;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.ProjectionReader;
import dev.reprise.projections.ProjectionReader.Listing;
import dev.reprise.projections.ViewStore;
import dev.reprise.serialization.EventFormat;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Handles commands for gift cards, and reads gift cards. */
@ApplicationScoped
@IfBuildProperty(name = GiftCards.ENABLED, stringValue = "true")
class GiftCards {

    /** The tests of orders run without this example. */
    static final String ENABLED = "reprise.example.gift-cards";

    static final Aggregate<Command, GiftCard, Event, Rejection> AGGREGATE =
            new Aggregate<>(
                    new GiftCardDecider(),
                    GiftCardEvents.codec(EventFormat.JSON),
                    new GiftCardStates());

    private final CommandHandler<Command, GiftCard, Event, Rejection> handler;
    private final StreamReplay<GiftCard, Event> replay;
    private final ProjectionReader<GiftCard> reader;

    @Inject
    GiftCards(EventStore events, ViewStore views, CommitScan scan) {
        InstantSource clock = InstantSource.system();
        RetryPolicy retries = RetryPolicy.jittered(Duration.ofSeconds(8), new SecureRandom());
        handler = new CommandHandler<>(events, AGGREGATE, clock, retries);
        replay = new StreamReplay<>(events, AGGREGATE);
        reader = new ProjectionReader<>(new GiftCardsByCurrency(), views, scan, clock);
    }

    CommandResult<VersionedState<GiftCard>, Rejection> handle(
            CardId id, Command command, RequestContext request) {
        CommandContext context =
                new CommandContext(
                        request.commandId(),
                        contentOf(id, command),
                        request.precondition(),
                        request.metadata());
        return handler.handle(id.stream(request.tenant()), command, context);
    }

    /** What makes two commands the same. It is stored, so its texts do not change. */
    private static CommandDigest contentOf(CardId id, Command command) {
        FramedDigest digest = new FramedDigest().add(id.value());
        switch (command) {
            case IssueCard(String currency, long cents) ->
                    digest.add("issue").add(currency).add(Long.toString(cents));
            case ChargeCard(long cents, String reference) ->
                    digest.add("charge").add(Long.toString(cents)).add(reference);
            case BlockCard _ -> digest.add("block");
        }
        return CommandDigest.of(1, digest.digest());
    }

    StreamReplay<GiftCard, Event> replay() {
        return replay;
    }

    ProjectionReader<GiftCard> reader() {
        return reader;
    }

    ProjectionPage<GiftCard> ofCurrency(
            Tenant tenant, String currency, Optional<String> after, int limit) {
        return reader.list(
                new Listing<>(
                        tenant,
                        GiftCardsByCurrency.BY_CURRENCY,
                        List.of(currency),
                        Optional.empty()),
                after,
                limit);
    }

    /** Compares the snapshots of cards with their events. */
    @Produces
    @Singleton
    static SnapshotVerifier snapshots(EventStore events) {
        return new SnapshotVerifier(CardId.CATEGORY, events, AGGREGATE);
    }
}
