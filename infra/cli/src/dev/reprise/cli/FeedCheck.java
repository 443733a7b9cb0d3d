package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.cli.FeedEvent.Checked;
import dev.reprise.cli.StoredCommits.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the feed with the streams: every event of every stream stands in the feed once,
 * positions are 1, 2, 3 and so on, the events of a stream keep their order, and those of a commit
 * stand next to each other.
 *
 * <p>It remembers the last event of each stream, and {@value #WINDOW} events that are compared
 * together. So its memory grows with the number of streams, and not with that of events.
 */
final class FeedCheck {

    static final int WINDOW = 10_000;
    private static final int MAX_COMMITS_AT_ONCE = 200;

    /** A commit enters the feed a moment after it was stored. So long the check waits for it. */
    private static final int PATIENCE_SECONDS = 10;

    /** While other events keep coming, the check waits for so many pages. */
    private static final int PATIENCE_PAGES = 20;

    private final FeedPages feed;
    private final CommitPages commits;
    private final Streams streams;
    private final boolean oneTenant;
    private final ProgressBar progress;

    private final List<FeedEvent> window = new ArrayList<>();
    private final Map<String, Checked> checked = new HashMap<>();
    private final Set<String> different = new HashSet<>();
    private Optional<Difference> first = Optional.empty();
    private boolean gaps;
    private long next;
    private long lastPosition;
    private long eventCount;
    private long commitCount;

    /**
     * A difference between the feed and a stream, or a gap in the feed.
     *
     * @param position in the feed; 0 if the feed lacks the event
     * @param stream empty for a gap
     * @param sequenceNumber 0 for a gap
     */
    record Difference(long position, String stream, long sequenceNumber, String reason) {

        boolean isBefore(Difference other) {
            return position > 0 && (other.position == 0 || position < other.position);
        }

        @Override
        public String toString() {
            return (position > 0 ? "position " + position : "the end")
                    + (stream.isEmpty() ? "" : ", " + Texts.plain(stream) + "@" + sequenceNumber)
                    + ": "
                    + reason;
        }
    }

    /**
     * A check.
     *
     * @param oneTenant whether the token is of one tenant. Then the positions of other tenants'
     *     events are missing, and the list of streams is that of the feed
     */
    FeedCheck(Api api, boolean oneTenant, ProgressBar progress) {
        this.feed = new FeedPages(api);
        this.commits = new CommitPages(api);
        this.streams = oneTenant ? Streams.ofFeed(api) : new Streams(api);
        this.oneTenant = oneTenant;
        this.progress = progress;
    }

    void run() throws InterruptedException {
        // 1. Compare each event of the feed with its stream.
        while (!readPage(0).caughtUp()) {
            progress.show(state());
        }
        compareWindow();
        // 2. Look for commits that the feed lacks.
        List<String> behind = streamsBehind();
        // 3. Wait for those that were stored meanwhile.
        for (int i = 0; i < PATIENCE_PAGES && !behind.isEmpty(); i++) {
            boolean silent = readPage(PATIENCE_SECONDS).events().isEmpty();
            compareWindow();
            behind = stillBehind(behind);
            if (silent) {
                break;
            }
        }
        for (String stream : behind) {
            lacks(stream);
        }
    }

    private FeedPages.Page readPage(int wait) throws InterruptedException {
        FeedPages.Page page = feed.page(next, wait);
        for (JsonNode shown : page.events()) {
            FeedEvent event = FeedEvent.of(shown);
            requireNoGap(event.position(), lastPosition + 1);
            lastPosition = event.position();
            window.add(event);
        }
        requireNoGap(page.next(), lastPosition);
        next = page.next();
        if (window.size() >= WINDOW) {
            compareWindow();
        }
        return page;
    }

    /** Positions that nothing has are of other tenants, or wrong. They are reported once. */
    private void requireNoGap(long position, long expected) {
        if (!oneTenant && !gaps && position != expected) {
            gaps = true;
            note(
                    new Difference(
                            position,
                            "",
                            0,
                            "expected was position %d. With a token of one tenant, give --one-tenant"
                                    .formatted(expected)));
        }
    }

    private void compareWindow() throws InterruptedException {
        Map<String, List<FeedEvent>> byStream = new LinkedHashMap<>();
        for (FeedEvent event : window) {
            byStream.computeIfAbsent(event.stream(), _ -> new ArrayList<>()).add(event);
        }
        window.clear();
        for (Map.Entry<String, List<FeedEvent>> stream : byStream.entrySet()) {
            compare(stream.getKey(), stream.getValue());
            progress.show(state());
        }
    }

    private void compare(String stream, List<FeedEvent> events) throws InterruptedException {
        Checked last = checked.getOrDefault(stream, Checked.NOTHING);
        StoredCommits stored =
                new StoredCommits(
                        commits,
                        stream,
                        last.nextCommitAfter(),
                        Math.min(events.size(), MAX_COMMITS_AT_ONCE));
        for (FeedEvent event : events) {
            eventCount++;
            if (!different.contains(stream)) {
                last = check(event, last, stored);
            }
        }
        checked.put(stream, last);
    }

    /** The last event of the stream that was checked, after this one. */
    private Checked check(FeedEvent event, Checked last, StoredCommits stored)
            throws InterruptedException {
        Optional<String> wrong = event.wrongAfter(last);
        if (wrong.isPresent()) {
            differs(event, wrong.get());
            return last;
        }
        Optional<Stored> commit;
        try {
            commit = stored.having(event.sequenceNumber());
        } catch (Failure damage) {
            differs(event, reason(damage));
            return last;
        }
        wrong = event.differenceTo(commit, last);
        if (wrong.isPresent() || commit.isEmpty()) {
            wrong.ifPresent(reason -> differs(event, reason));
            return last;
        }
        commitCount += event.sequenceNumber() == commit.get().first() ? 1 : 0;
        return event.checked(commit.get());
    }

    /**
     * The reason why the commits of a stream cannot be read; otherwise throws the failure again.
     */
    private static String reason(Failure failure) {
        if (failure.code() != ExitCode.WRONG) {
            throw failure;
        }
        return failure.text();
    }

    private void differs(FeedEvent event, String reason) {
        different.add(event.stream());
        note(new Difference(event.position(), event.stream(), event.sequenceNumber(), reason));
    }

    private void note(Difference difference) {
        if (first.map(difference::isBefore).orElse(true)) {
            first = Optional.of(difference);
        }
    }

    /** The streams that have more commits than the feed. */
    private List<String> streamsBehind() throws InterruptedException {
        List<String> behind = new ArrayList<>();
        String cursor = "";
        do {
            Streams.Page page = streams.page(cursor);
            behind.addAll(stillBehind(page.names()));
            cursor = page.next().orElse("");
        } while (!cursor.isEmpty());
        return behind;
    }

    private List<String> stillBehind(List<String> names) throws InterruptedException {
        List<String> behind = new ArrayList<>();
        for (String stream : names) {
            if (!different.contains(stream) && isBehind(stream)) {
                behind.add(stream);
            }
            progress.show(state() + ", looking for missing events in " + Texts.plain(stream));
        }
        return behind;
    }

    private boolean isBehind(String stream) throws InterruptedException {
        try {
            return new StoredCommits(commits, stream, lastOf(stream), 1)
                    .having(lastOf(stream) + 1)
                    .isPresent();
        } catch (Failure damage) {
            different.add(stream);
            note(new Difference(0, stream, lastOf(stream) + 1, reason(damage)));
            return false;
        }
    }

    private long lastOf(String stream) {
        return checked.getOrDefault(stream, Checked.NOTHING).sequenceNumber();
    }

    private void lacks(String stream) {
        different.add(stream);
        note(
                new Difference(
                        0, stream, lastOf(stream) + 1, "the feed lacks this event of the stream"));
    }

    /** The first difference in the order of the feed; then those of events that the feed lacks. */
    Optional<Difference> first() {
        return first;
    }

    long events() {
        return eventCount;
    }

    long commits() {
        return commitCount;
    }

    int streams() {
        return checked.size();
    }

    int different() {
        return different.size();
    }

    String state() {
        return Texts.events(eventCount)
                + " of the feed checked, "
                + Texts.commits(commitCount)
                + ", "
                + Texts.streams(checked.size())
                + ", "
                + Texts.number(different.size())
                + " different";
    }
}
