package dev.reprise.projections;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.eventstore.Verification.Intact;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Checks streams against their hash chains and against what the projections have seen of them: the
 * rows keep versions and hashes, by which a tail shows that was cut off, or rewritten to the end.
 */
public final class StreamVerifier {

    private final EventStore events;
    private final ViewStore views;
    private final List<Projection<?, ?>> projections;

    public StreamVerifier(
            EventStore events, ViewStore views, List<? extends Projection<?, ?>> projections) {
        this.events = events;
        this.views = views;
        this.projections = List.copyOf(projections);
    }

    /**
     * As {@link EventStore#verify}, and besides broken at the first commit of which a row knows
     * another, or which is gone.
     */
    public Verification verify(StreamName stream) {
        // The rows first: what they have was in the stream before it is looked at.
        List<ProjectedRow> rows =
                projections.stream()
                        .filter(projection -> projection.category().equals(stream.category()))
                        .flatMap(projection -> row(projection.name(), stream).stream())
                        .filter(row -> row.hash().isPresent())
                        .toList();
        return switch (events.verify(stream)) {
            case Broken broken -> broken;
            case Intact intact ->
                    rows.stream()
                            .flatMap(row -> contradiction(row, intact).stream())
                            .<Verification>map(broken -> broken)
                            .findFirst()
                            .orElse(intact);
        };
    }

    private Optional<ProjectedRow> row(String projection, StreamName stream) {
        return views.generations(projection)
                .flatMap(of -> views.read(new RowKey(projection, of.live().number(), stream)));
    }

    private Optional<Broken> contradiction(ProjectedRow row, Intact intact) {
        String witness = row.key().projection() + " has it";
        if (row.version().compareTo(intact.version()) > 0) {
            return Optional.of(
                    new Broken(
                            intact.version().nextSequenceNumber(),
                            intact.version(),
                            "it is missing, and " + witness + ", up to " + row.version()));
        }
        Iterator<Commit> commits =
                events.readFrom(row.key().stream(), row.version().value(), 1).iterator();
        Commit commit = commits.next();
        boolean known =
                commit.version().equals(row.version())
                        && row.hash().equals(Optional.of(commit.hash()));
        return known
                ? Optional.empty()
                : Optional.of(
                        new Broken(
                                commit.firstSequenceNumber(),
                                new StreamVersion(commit.firstSequenceNumber() - 1),
                                "it is whole in itself, but " + witness + " with another hash"));
    }
}
