package dev.reprise.http;

import dev.reprise.feed.LiveFeed;
import dev.reprise.metrics.RecentUsage;
import dev.reprise.metrics.TableSizes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Shows how much is stored, and what the last hour cost. Nothing is counted for it: the feed knows
 * its numbers of events and streams, DynamoDB the sizes of the tables, and this process what it
 * took from them.
 */
@Path("/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage", description = "How much is stored, and what it costs")
class UsageResource {

    private final Optional<LiveFeed> feed;
    private final TableSizes sizes;
    private final RecentUsage usage;
    private final Optional<String> dashboard;

    /**
     * @param dashboard where the usage of all processes is shown; if empty, this process is the
     *     only one, and shows its own
     */
    @Inject
    UsageResource(
            Optional<LiveFeed> feed,
            TableSizes sizes,
            RecentUsage usage,
            @ConfigProperty(name = "reprise.dashboard") Optional<String> dashboard) {
        this.feed = feed;
        this.sizes = sizes;
        this.usage = usage;
        this.dashboard = dashboard;
    }

    @GET
    @Operation(
            operationId = "showUsage",
            summary = "Show how much is stored, and what the last hour cost")
    public UsageResponse show() {
        Optional<RecentUsage.Taken> lastHour =
                dashboard.isPresent() ? Optional.empty() : Optional.of(usage.lastHour());
        return UsageResponse.of(
                feed.map(all -> all.current().size()), sizes.sizes(), lastHour, dashboard);
    }
}
