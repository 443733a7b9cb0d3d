package dev.reprise.aggregates;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which version a stream had at an instant. Timestamps never decrease in a stream.
 *
 * <p>The search keeps two places: {@code lower}, at or before the instant, and {@code upper}, after
 * it. Each step reads one page of commits between the two, with one request, and moves the places
 * towards each other. The page is read where the instant is if the events came evenly, or went on
 * as fast as on the page before. It is never read so far from the middle that the remaining steps
 * could not search what is left. So {@value #STEPS} steps are enough for 69,568 events, however
 * their timestamps are spread; each doubling takes one step more. The search ends as soon as one
 * request can load the commits between the two places.
 */
final class InstantSearch {

    /**
     * The sizes of the pages. A page of 2,048 commits of 480 bytes takes 1 MB, DynamoDB's limit.
     */
    private static final int[] PAGE_SIZES = {64, 512, 1_024, 2_048};

    private static final int STEPS = 4;

    /** How many commits the last load may have between the two places. */
    private static final int MAX_WINDOW = 3_000;

    /** A window that is loaded with no more cost than a single version. */
    private static final int SMALL_WINDOW = 32;

    private final EventStore store;
    private final StreamName stream;
    private final Instant instant;
    private Place lower;
    private Place upper;
    private double millisPerEvent = Double.NaN;
    private int steps;

    /**
     * A place in the stream.
     *
     * @param version a version at a commit's end, if the place is lower; the number of a commit's
     *     first event, if it is upper
     * @param at when that commit was made; null before the first commit
     */
    private record Place(long version, @Nullable Instant at) {}

    /**
     * A search.
     *
     * @param instant the instant, before {@code later}
     * @param later a commit after the instant
     */
    InstantSearch(EventStore store, Instant instant, Commit later) {
        this.store = store;
        this.stream = later.stream();
        this.instant = instant;
        lower = new Place(0, null);
        upper = new Place(later.firstSequenceNumber(), later.at());
    }

    /** The versions that the stream may have had at the instant, both included. */
    record Window(long lowest, long highest) {}

    /** Searches until one request can load the commits of the window. */
    Window search() {
        while (!isLoadable()) {
            int pageSize = PAGE_SIZES[Math.min(steps, STEPS - 1)];
            steps++;
            narrow(page(guess(pageSize), pageSize));
        }
        return new Window(lower.version(), upper.version() - 1);
    }

    private long window() {
        return upper.version() - lower.version() - 1;
    }

    private boolean isLoadable() {
        return window() <= (steps < STEPS ? SMALL_WINDOW : MAX_WINDOW);
    }

    /** The event in the middle of the next page. */
    private long guess(int pageSize) {
        double guess = steps % 2 == 1 ? interpolated() : extrapolated();
        long middle = (lower.version() + upper.version()) >>> 1;
        // At most so many events may be left above and below the page.
        long most = maxWindow(STEPS - steps);
        long lowest = upper.version() - 1 - most - pageSize / 2;
        long highest = lower.version() + 1 + most + pageSize / 2;
        boolean isUsable = guess > lower.version() && guess < upper.version() && lowest <= highest;
        return isUsable ? Math.clamp((long) guess, lowest, highest) : middle;
    }

    /** How many events the last steps can search, whatever their pages show; all four 69,568. */
    private static long maxWindow(int lastSteps) {
        long window = MAX_WINDOW;
        for (int step = 1; step <= lastSteps; step++) {
            window = 2 * window + PAGE_SIZES[STEPS - step];
        }
        return window;
    }

    /** Where the instant is if the events between the two places came evenly. */
    private double interpolated() {
        if (lower.at() == null || upper.at() == null) {
            return Double.NaN;
        }
        double part = (double) millis(lower.at(), instant) / millis(lower.at(), upper.at());
        return lower.version() + part * (upper.version() - lower.version());
    }

    /** Where the instant is if the events went on as fast as on the page that was read last. */
    private double extrapolated() {
        double above =
                lower.at() == null
                        ? Double.NaN
                        : lower.version() + millis(lower.at(), instant) / millisPerEvent;
        double below =
                upper.at() == null
                        ? Double.NaN
                        : upper.version() - millis(instant, upper.at()) / millisPerEvent;
        return above > lower.version() && above < upper.version() ? above : below;
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }

    /** The commits around an event, newest first, read with one request. There is at least one. */
    private List<Commit> page(long middle, int pageSize) {
        long newest = Math.min(middle + pageSize / 2, upper.version() - 1);
        List<Commit> page = new ArrayList<>();
        Iterator<Commit> commits = store.readBackFrom(stream, newest, pageSize).iterator();
        while (page.size() < pageSize && commits.hasNext()) {
            Commit commit = commits.next();
            if (commit.version().value() <= lower.version()) {
                break;
            }
            page.add(commit);
        }
        return page;
    }

    private void narrow(List<Commit> newestFirst) {
        Commit newest = newestFirst.getFirst();
        Commit oldest = newestFirst.getLast();
        long events = newest.version().value() - oldest.version().value();
        millisPerEvent =
                events == 0 ? Double.NaN : (double) millis(oldest.at(), newest.at()) / events;
        for (Commit commit : newestFirst) {
            if (!commit.at().isAfter(instant)) {
                lower = new Place(commit.version().value(), commit.at());
                return;
            }
            upper = new Place(commit.firstSequenceNumber(), commit.at());
        }
    }
}
