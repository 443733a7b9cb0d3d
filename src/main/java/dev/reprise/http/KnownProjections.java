package dev.reprise.http;

import dev.reprise.projections.Projection;
import dev.reprise.projections.ProjectionVersions;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** The projections that a path can name. */
@Singleton
class KnownProjections {

    private final List<ProjectionVersions> projections;

    @Inject
    KnownProjections(@All List<Projection<?, ?>> projections) {
        this.projections = ProjectionVersions.of(projections);
    }

    /** The projection with a name, which must be known. */
    ProjectionVersions named(String name) {
        return projections.stream()
                .filter(projection -> projection.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        ProblemType.PROJECTION_NOT_FOUND,
                                        "there is no projection "
                                                + name
                                                + "; GET /projections lists them")));
    }
}
