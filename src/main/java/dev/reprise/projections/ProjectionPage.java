package dev.reprise.projections;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /**
     * This page with a row that was read before it, in case the page is older than the row: the row
     * is shown as it was read, if it belongs in the page, and is left out if it does not.
     *
     * @param position where a row stands in the list; empty if it does not belong in it
     * @param after where this page begins; empty for the first page
     * @param limit how many rows a page has at most
     */
    ProjectionPage<V> with(
            ProjectedView<V> row,
            Function<ProjectedView<V>, Optional<String>> position,
            Optional<String> after,
            int limit) {
        List<ProjectedView<V>> rows = new ArrayList<>(views);
        for (ProjectedView<V> shown : views) {
            if (shown.stream().equals(row.stream())) {
                if (shown.version().compareTo(row.version()) >= 0) {
                    return this;
                }
                rows.remove(shown);
            }
        }
        Optional<String> place = position.apply(row).filter(own -> isWithin(own, after, next));
        if (place.isEmpty()) {
            return new ProjectionPage<>(rows, next);
        }
        int index = 0;
        while (index < rows.size() && isBelow(place.get(), position.apply(rows.get(index)))) {
            index++;
        }
        rows.add(index, row);
        if (rows.size() <= limit) {
            return new ProjectionPage<>(rows, next);
        }
        rows.removeLast();
        return new ProjectionPage<>(rows, position.apply(rows.getLast()));
    }

    /** Whether a position is between the two ends of a page. The page has the second one. */
    private static boolean isWithin(
            String position, Optional<String> after, Optional<String> next) {
        return (after.isEmpty() || isBelow(position, after)) && !isBelow(position, next);
    }

    private static boolean isBelow(String position, Optional<String> other) {
        return other.filter(end -> Utf8Text.ORDER.compare(position, end) < 0).isPresent();
    }
}
