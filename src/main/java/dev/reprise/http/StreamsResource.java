package dev.reprise.http;

import dev.reprise.aggregates.SnapshotVerifier;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.projections.Projection;
import dev.reprise.projections.StreamVerifier;
import dev.reprise.projections.ViewStore;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Verifies streams of any category. */
@Path("/streams")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Streams", description = "Whether what is stored is intact")
class StreamsResource {

    private final StreamVerifier verifier;
    private final List<SnapshotVerifier> snapshots;

    @Inject
    StreamsResource(
            EventStore events,
            ViewStore views,
            @All List<Projection<?, ?>> projections,
            @All List<SnapshotVerifier> snapshots) {
        this.verifier = new StreamVerifier(events, views, projections);
        this.snapshots = List.copyOf(snapshots);
    }

    @GET
    @Path("{stream}/verification")
    @Operation(
            operationId = "verifyStream",
            summary =
                    "Check a stream's hash chain, and name the first commit that was altered, inserted or removed")
    public VerificationResponse verify(@PathParam("stream") String name) {
        StreamName stream = stream(name);
        Verification verification = verify(stream);
        if (verification instanceof Verification.Intact intact
                && intact.version().equals(StreamVersion.NONE)) {
            throw new ProblemException(
                    Problem.of(ProblemType.STREAM_NOT_FOUND, stream + " has no events"));
        }
        return VerificationResponse.of(stream, verification);
    }

    /** The stream that a path names. */
    static StreamName stream(String name) {
        return Input.parameter(
                "stream",
                name,
                text ->
                        StreamName.parse(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "must be a category, a dash and an id, such as order-a1b2c3d4")));
    }

    private Verification verify(StreamName stream) {
        Verification verification = verifier.verify(stream);
        for (SnapshotVerifier verifierOfSnapshots : snapshots) {
            if (verification instanceof Verification.Intact intact
                    && verifierOfSnapshots.category().equals(stream.category())) {
                verification = verifierOfSnapshots.verify(stream, intact);
            }
        }
        return verification;
    }
}
