package dev.reprise.giftcards;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A second aggregate over HTTP, which uses nothing of orders and copies nothing. */
@QuarkusTest
@TestProfile(GiftCardsIT.WithGiftCards.class)
class GiftCardsIT {

    /** The service with gift cards, which other tests do without. */
    public static final class WithGiftCards implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(GiftCards.ENABLED, "true");
        }
    }

    @Inject TestStream stream;

    private final String id = UUID.randomUUID().toString();

    private static RequestSpecification json(Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    private ValidatableResponse issue(String cardId, String currency, long cents) {
        return json(Map.of("cardId", cardId, "currency", currency, "cents", cents))
                .post("/gift-cards")
                .then();
    }

    private RequestSpecification charge(long cents) {
        return json(Map.of("cents", cents, "reference", "invoice 1"));
    }

    @Test
    void a_card_is_issued_charged_and_blocked() {
        issue(id, "EUR", 25_00).statusCode(201).header("ETag", "\"1\"");
        charge(5_00)
                .post("/gift-cards/{id}/charges", id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("cents", equalTo(20_00));
        // A web page of another origin can send a POST without a declaration.
        given().post("/gift-cards/{id}/block", id).then().statusCode(415);
        given().contentType("application/json")
                .post("/gift-cards/{id}/block", id)
                .then()
                .statusCode(200)
                .body("blocked", equalTo(true));
    }

    @Test
    void a_rejection_is_answered_with_a_problem_of_the_aggregate() {
        issue(id, "EUR", 1_00);
        charge(2_00)
                .post("/gift-cards/{id}/charges", id)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:reprise:problem:not-enough-on-card"))
                .body("cents", equalTo(1_00));
        given().get("/gift-cards/{id}", "no-such")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:reprise:problem:card-not-found"))
                .body("title", equalTo("There is no such card"));
    }

    @Test
    void what_no_card_can_be_charged_with_is_refused() {
        issue(id, "EUR", 1_00);
        charge(-1).post("/gift-cards/{id}/charges", id).then().statusCode(400);
        issue(id + "-2", "euro", 1_00).statusCode(400);
    }

    @Test
    void preconditions_and_repeated_commands_work_as_for_every_aggregate() {
        issue(id, "EUR", 25_00);
        charge(5_00)
                .header("If-Match", "\"7\"")
                .post("/gift-cards/{id}/charges", id)
                .then()
                .statusCode(412)
                .body("title", equalTo("The card is at another version"))
                .body("actualVersion", equalTo(1));
        for (int i = 0; i < 2; i++) {
            charge(5_00)
                    .header("Idempotency-Key", "charge-1")
                    .post("/gift-cards/{id}/charges", id)
                    .then()
                    .statusCode(200)
                    .body("cents", equalTo(20_00));
        }
        given().header("If-None-Match", "\"2\"").get("/gift-cards/{id}", id).then().statusCode(304);
    }

    @Test
    void an_earlier_version_and_the_events_of_a_card_are_shown() {
        issue(id, "EUR", 25_00);
        charge(5_00).post("/gift-cards/{id}/charges", id);
        given().queryParam("version", 1)
                .get("/gift-cards/{id}", id)
                .then()
                .body("cents", equalTo(25_00));
        String next =
                given().queryParam("limit", 1)
                        .get("/gift-cards/{id}/events", id)
                        .then()
                        .body("events.eventType", contains("CardIssued"))
                        .body("events.cardId", contains(id))
                        .extract()
                        .path("next");
        given().queryParam("cursor", next)
                .get("/gift-cards/{id}/events", id)
                .then()
                .body("events.eventType", contains("CardCharged"))
                .body("next", nullValue());
        given().queryParam("order", "desc")
                .get("/gift-cards/{id}/events", id)
                .then()
                .body("events.eventType", contains("CardCharged", "CardIssued"));
    }

    @Test
    void cards_are_listed_from_their_read_model_page_by_page() {
        String currency = "CHF";
        issue(id + "-1", currency, 1);
        issue(id + "-2", currency, 2);
        stream.drain();
        String next =
                given().queryParam("currency", currency)
                        .queryParam("limit", 1)
                        .get("/gift-cards")
                        .then()
                        .body("cards.cardId", contains(id + "-2"))
                        .header("Link", startsWith("<gift-cards?currency=CHF&limit=1&cursor="))
                        .extract()
                        .path("next");
        assertThat(next).isNotNull();
        given().queryParam("currency", currency)
                .queryParam("cursor", next)
                .get("/gift-cards")
                .then()
                .body("cards.cardId", contains(id + "-1"))
                .body("next", nullValue());
        given().queryParam("currency", "SEK")
                .queryParam("cursor", next)
                .get("/gift-cards")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("cursor"));
        given().queryParam("minVersion", 1)
                .get("/gift-cards/{id}", id + "-1")
                .then()
                .statusCode(200);
    }

    @Test
    void the_methods_of_a_new_resource_are_found_without_registration() {
        given().delete("/gift-cards/{id}", id)
                .then()
                .statusCode(405)
                .header("Allow", equalTo("GET, HEAD, OPTIONS"));
    }
}
