package dev.reprise.giftcards;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.giftcards.GiftCard.Active;
import dev.reprise.giftcards.GiftCard.Blocked;
import dev.reprise.giftcards.GiftCard.Command;
import dev.reprise.giftcards.GiftCard.Command.BlockCard;
import dev.reprise.giftcards.GiftCard.Command.ChargeCard;
import dev.reprise.giftcards.GiftCard.Command.IssueCard;
import dev.reprise.giftcards.GiftCard.Event;
import dev.reprise.giftcards.GiftCard.NotIssued;
import dev.reprise.giftcards.GiftCard.Rejection;
import dev.reprise.giftcards.GiftCard.Rejection.CardAlreadyIssued;
import dev.reprise.giftcards.GiftCard.Rejection.CardIsBlocked;
import dev.reprise.giftcards.GiftCard.Rejection.CardNotIssued;
import dev.reprise.giftcards.GiftCard.Rejection.NotEnoughOnCard;
import dev.reprise.http.AggregateProblems;
import dev.reprise.http.AggregateQueries;
import dev.reprise.http.AggregateResponses;
import dev.reprise.http.EventsQuery;
import dev.reprise.http.EventsView;
import dev.reprise.http.Input;
import dev.reprise.http.PageRequest;
import dev.reprise.http.PagedList;
import dev.reprise.http.Paging;
import dev.reprise.http.Problem;
import dev.reprise.http.ProblemType;
import dev.reprise.http.RequestContext;
import dev.reprise.projections.ProjectionPage;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gift cards over HTTP. */
@Path("/gift-cards")
@IfBuildProperty(name = GiftCards.ENABLED, stringValue = "true")
@Produces(MediaType.APPLICATION_JSON)
class GiftCardsResource {

    private static final AggregateProblems CARD = new AggregateProblems("card");
    private static final ProblemType ALREADY_ISSUED =
            new ProblemType(409, "card-already-issued", "The card was issued before");
    private static final ProblemType BLOCKED =
            new ProblemType(409, "card-blocked", "The card is blocked, which is final");
    private static final ProblemType NOT_ENOUGH =
            new ProblemType(409, "not-enough-on-card", "The card has less than is to be charged");

    private final GiftCards cards;
    private final AggregateQueries<GiftCard, Event> queries;
    private final AggregateResponses<GiftCard, Rejection> responses =
            new AggregateResponses<>(CARD, CardResponse::of, GiftCardsResource::rejected);
    private final RequestContext request;

    @Inject
    GiftCardsResource(GiftCards cards, RequestContext request) {
        this.cards = cards;
        this.queries = new AggregateQueries<>(CARD, cards.reader(), cards.replay());
        this.request = request;
    }

    record IssueRequest(@Nullable String cardId, @Nullable String currency, @Nullable Long cents) {}

    record ChargeRequest(@Nullable Long cents, @Nullable String reference) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CardResponse(String cardId, String currency, long cents, boolean blocked, long version) {

        static CardResponse of(String cardId, VersionedState<GiftCard> card) {
            long version = card.version().value();
            return switch (card.state()) {
                case NotIssued _ -> throw new IllegalArgumentException("the card has no events");
                case Active(String currency, long cents) ->
                        new CardResponse(cardId, currency, cents, false, version);
                case Blocked(String currency, long cents) ->
                        new CardResponse(cardId, currency, cents, true, version);
            };
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CardsResponse(List<CardResponse> cards, @Nullable String next) {

        static CardsResponse of(ProjectionPage<GiftCard> page, Optional<String> next) {
            return new CardsResponse(
                    page.views().stream()
                            .map(row -> CardResponse.of(row.stream().id(), VersionedState.of(row)))
                            .toList(),
                    next.orElse(null));
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response issue(@Nullable IssueRequest body) {
        IssueRequest card = Input.body(body);
        String currency = Input.field("currency", card.currency(), given -> given);
        IssueCard command =
                Input.field("cents", card.cents(), cents -> new IssueCard(currency, cents));
        CardId id = Input.field("cardId", card.cardId(), CardId::new);
        return answer(id, command, Response.status(Response.Status.CREATED));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("{cardId}/charges")
    public Response charge(@PathParam("cardId") String id, @Nullable ChargeRequest body) {
        ChargeRequest charge = Input.body(body);
        String reference = Input.field("reference", charge.reference(), given -> given);
        return answer(
                cardId(id),
                Input.field("cents", charge.cents(), cents -> new ChargeCard(cents, reference)),
                Response.ok());
    }

    @POST
    @Path("{cardId}/block")
    public Response block(@PathParam("cardId") String id) {
        return answer(cardId(id), new BlockCard(), Response.ok());
    }

    private Response answer(CardId id, Command command, Response.ResponseBuilder success) {
        return responses.of(id.value(), cards.handle(id, command, request), request, success);
    }

    @GET
    @Path("{cardId}")
    public Response get(
            @PathParam("cardId") String id,
            @QueryParam(AggregateQueries.VERSION) @Nullable String version,
            @QueryParam(AggregateQueries.AS_OF) @Nullable String asOf,
            @QueryParam(AggregateQueries.MIN_VERSION) @Nullable String minVersion) {
        CardId card = cardId(id);
        return responses.of(
                id,
                queries.find(id, card.stream(request.tenant()), version, asOf, minVersion),
                request);
    }

    @GET
    @Path("{cardId}/events")
    public Response events(
            @PathParam("cardId") String id,
            @QueryParam(EventsQuery.AFTER) @Nullable String after,
            @QueryParam(EventsQuery.ORDER) @Nullable String order,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        EventsQuery query =
                EventsQuery.of(
                        request.caller(),
                        cardId(id).stream(request.tenant()),
                        after,
                        order,
                        limit,
                        cursor);
        return query.response(
                queries.events(id, query), EventsView.of("cardId", GiftCardEvents::body));
    }

    @GET
    public Response list(
            @QueryParam("currency") @Nullable String currency,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        String wanted = Objects.requireNonNullElse(currency, "EUR");
        PageRequest page =
                PagedList.of("gift-cards", request.tenant(), GiftCardsByCurrency::isPosition)
                        .with("currency", wanted)
                        .page(limit, cursor);
        ProjectionPage<GiftCard> found =
                cards.ofCurrency(request.tenant(), wanted, page.after(), page.limit());
        return page.response(found.next(), next -> CardsResponse.of(found, next));
    }

    private static CardId cardId(String id) {
        return Input.parameter("cardId", id, CardId::new);
    }

    private static Problem rejected(String id, Rejection reason) {
        return switch (reason) {
            case CardNotIssued _ -> CARD.notFound(id);
            case CardAlreadyIssued _ -> Problem.of(ALREADY_ISSUED, "card " + id + " was issued");
            case CardIsBlocked _ -> Problem.of(BLOCKED, "card " + id + " is blocked");
            case NotEnoughOnCard(long cents) ->
                    Problem.of(NOT_ENOUGH, "card " + id + " has " + cents + " cents")
                            .with("cents", cents);
        };
    }
}
