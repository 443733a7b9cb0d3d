package dev.reprise.projections;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param views from the highest position down; may be empty although there is a next page
 * @param next the position after which the next page begins; empty on the last page
 */
public record ProjectionPage<V>(List<ProjectedView<V>> views, Optional<String> next) {

    public ProjectionPage {
        views = List.copyOf(views);
    }
}
