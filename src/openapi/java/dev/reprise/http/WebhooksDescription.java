package dev.reprise.http;

import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Describes the calls of webhooks in the OpenAPI document. */
final class WebhooksDescription {

    private static final String NAME = "name";

    private static final Problem NO_WEBHOOKS =
            Problem.of(
                    ProblemType.NO_WEBHOOKS,
                    "webhooks are off: deploy with Feed=on Webhooks=on");
    private static final Problem NOT_FOUND =
            Problem.of(ProblemType.WEBHOOK_NOT_FOUND, "there is no webhook warehouse");

    private WebhooksDescription() {}

    static void describe(OpenAPI api) {
        OperationDescription.of(api, "listWebhooks")
                .description("Lists the webhooks, without their secrets.")
                .success("The webhooks")
                .problems(NO_WEBHOOKS);
        ofWebhook(api, "showWebhook")
                .description("Shows the webhook, without its secret.")
                .success("The webhook")
                .problems(NO_WEBHOOKS, NOT_FOUND);
        ofWebhook(api, "putWebhook")
                .description(
                        "Makes the webhook if there is none of this name; the answer has its secret, which is not shown again. Otherwise changes the webhook and switches it on; it goes on where it was.")
                .success("The webhook was made")
                .alsoOk("The webhook was changed")
                .body("Where events are sent, and which")
                .bodyExample(
                        "shipped",
                        "Orders that are shipped",
                        "{\"url\":\"https://warehouse.example/events\",\"categories\":[\"order\"],\"types\":[\"OrderShipped\"]}")
                .bodyExample(
                        "start",
                        "Everything from the start of the feed",
                        "{\"url\":\"https://warehouse.example/events\",\"position\":0}")
                .problems(NO_WEBHOOKS);
        ofWebhook(api, "deleteWebhook")
                .description("Removes the webhook and its position. Nothing more is sent.")
                .success("The webhook that was removed")
                .problems(NO_WEBHOOKS, NOT_FOUND);
        describeFields(new ObjectSchemas(api));
    }

    private static OperationDescription ofWebhook(OpenAPI api, String operation) {
        return OperationDescription.of(api, operation)
                .path(
                        NAME,
                        Schemas.text("The webhook's name", "warehouse")
                                .pattern("^[A-Za-z0-9_-]{1,56}$"));
    }

    private static void describeFields(ObjectSchemas schemas) {
        schemas.field(NAME, Schemas.text("The webhook's name", "warehouse"))
                .field(
                        "url",
                        Schemas.text(
                                "Where events are sent: an https URL",
                                "https://warehouse.example/events"))
                .field(
                        "categories",
                        Schemas.text("The categories of the streams; absent for all"))
                .field("types", Schemas.text("The types of the events; absent for all"))
                .field(
                        "position",
                        Schemas.count("A new webhook gets the events after it", 0, 4711))
                .field(
                        "consumer",
                        Schemas.text("The name of its consumer", "webhook-warehouse"))
                .field("switchedOff", Schemas.text("Why nothing is sent", "the receiver answered 410 Gone"))
                .field("createdAt", Schemas.instant("When it was made"))
                .field("updatedAt", Schemas.instant("When it was changed last"))
                .field(
                        "secret",
                        Schemas.text(
                                "What requests are signed with; only in the answer that made the webhook",
                                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .field("webhooks", Schemas.text("The webhooks, by name"));
        schemas.request(WebhookRequest.class, "Where events are sent, and which", "url");
        schemas.answer(WebhooksResponse.class, "The webhooks");
        schemas.answer(WebhooksResponse.Shown.class, "A webhook");
    }
}
