package dev.reprise.http;

import dev.reprise.feed.LiveFeed;
import dev.reprise.publishing.AllowedAddresses;
import dev.reprise.publishing.CloudEvents;
import dev.reprise.publishing.Webhook;
import dev.reprise.publishing.Webhooks;
import dev.reprise.publishing.Webhooks.Result;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Makes, shows and removes webhooks. */
@Path("/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Where events are sent")
class WebhooksResource {

    private static final String NAME = "name";

    private final Optional<Webhooks> webhooks;
    private final Optional<LiveFeed> feed;
    private final AllowedAddresses allowed;
    private final CloudEvents events;

    @Inject
    WebhooksResource(
            Optional<Webhooks> webhooks,
            Optional<LiveFeed> feed,
            AllowedAddresses allowed,
            CloudEvents events) {
        this.webhooks = webhooks;
        this.feed = feed;
        this.allowed = allowed;
        this.events = events;
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "List the webhooks")
    public WebhooksResponse list() {
        return WebhooksResponse.of(webhooks().all());
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "showWebhook", summary = "Show a webhook")
    public WebhooksResponse.Shown show(@PathParam(NAME) String name) {
        return WebhooksResponse.Shown.of(existing(name));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = WebhooksResponse.Shown.class, responseCode = "201")
    @Operation(operationId = "putWebhook", summary = "Make a webhook, or change it")
    public Response put(@PathParam(NAME) String name, @Nullable WebhookRequest body) {
        Webhooks all = webhooks();
        WebhookRequest wanted = Input.body(body);
        String checked = Input.parameter(NAME, name, WebhooksResource::checkedName);
        if (wanted.position() != null && all.find(checked).isPresent()) {
            throw ProblemException.malformed(
                    Input.FIELD,
                    WebhookRequest.POSITION,
                    "is for a new webhook; to go elsewhere, reset its consumer");
        }
        Result result =
                all.put(
                        checked,
                        wanted.target(allowed, events),
                        () -> wanted.start(feed.orElseThrow(FeedResource::off).current()));
        return switch (result) {
            case Result.Made(Webhook webhook) ->
                    Response.status(Response.Status.CREATED)
                            .entity(WebhooksResponse.Shown.withSecret(webhook))
                            .build();
            case Result.Changed(Webhook webhook) ->
                    Response.ok(WebhooksResponse.Shown.of(webhook)).build();
        };
    }

    @DELETE
    @Path("{name}")
    @Operation(operationId = "deleteWebhook", summary = "Remove a webhook")
    public WebhooksResponse.Shown delete(@PathParam(NAME) String name) {
        Webhook removed = existing(name);
        webhooks().remove(removed.name());
        return WebhooksResponse.Shown.of(removed);
    }

    private static String checkedName(String name) {
        if (!Webhook.isName(name)) {
            throw new IllegalArgumentException(
                    "must be 1 to 56 letters, digits, dashes or underscores");
        }
        return name;
    }

    private Webhook existing(String name) {
        return webhooks()
                .find(name)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        ProblemType.WEBHOOK_NOT_FOUND,
                                        "there is no webhook " + name)));
    }

    private Webhooks webhooks() {
        return webhooks.orElseThrow(() ->
                new ProblemException(
                        Problem.of(
                                ProblemType.NO_WEBHOOKS,
                                "webhooks are off: deploy with Feed=on Webhooks=on")));
    }
}
