package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.cli.FeedEvent.Checked;
import dev.reprise.cli.StoredCommits.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the feed with the streams. It checks that each event of each stream is in the feed once,
 * that positions are 1, 2, 3 and so on, that the events of a stream keep their order, and that the
 * events of a commit have consecutive positions.
 *
 * <p>It keeps the last event of each stream in memory, and {@value #WINDOW} events that it compares
 * together. So its memory grows with the number of streams, and not with the number of events.
 */
final class FeedCheck {

    static final int WINDOW = 10_000;
    private static final int MAX_COMMITS_AT_ONCE = 200;

    /**
     * How often the check looks for a commit, which enters the feed a moment after it was stored.
     */
    private static final int ROUNDS = 10;

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    private final FeedPages feed;
    private final CommitPages commits;
    private final Streams streams;
    private final boolean oneTenant;
    private final ProgressBar progress;
    private final Pause pause;

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
    FeedCheck(Api api, boolean oneTenant, ProgressBar progress, Pause pause) {
        this.feed = new FeedPages(api);
        this.commits = new CommitPages(api);
        this.streams = oneTenant ? Streams.ofFeed(api) : new Streams(api);
        this.oneTenant = oneTenant;
        this.progress = progress;
        this.pause = pause;
    }

    void run() throws InterruptedException {
        // 1. Compare each event of the feed with its stream.
        readToHead();
        // 2. Look for commits that the feed lacks.
        Map<String, Long> behind = streamsBehind();
        // 3. Wait for commits that were stored during the check.
        for (int round = 0; round < ROUNDS && !behind.isEmpty(); round++) {
            if (round > 0) {
                pause.pause(BETWEEN_ROUNDS);
            }
            readToHead();
            behind.entrySet().removeIf(this::isReached);
        }
        behind.keySet().forEach(this::lacks);
    }

    private boolean isReached(Map.Entry<String, Long> stream) {
        return different.contains(stream.getKey()) || lastOf(stream.getKey()) >= stream.getValue();
    }

    /** Reads up to the head that the feed has now. The feed may grow meanwhile. */
    private void readToHead() throws InterruptedException {
        FeedPages.Page page = readPage();
        long head = page.head();
        while (!page.caughtUp() && next < head) {
            page = readPage();
            progress.show(state());
        }
        compareWindow();
    }

    private FeedPages.Page readPage() throws InterruptedException {
        FeedPages.Page page = feed.page(next, 0);
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

    /**
     * Missing positions are those of other tenants' events, or an error. The first gap is reported.
     */
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

    /** Checks an event, and returns the last event of its stream that was checked. */
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

    /** Why the commits of a stream are damaged. Throws any other failure again. */
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

    /** The streams that have more events than the feed, each with the last event that was read. */
    private Map<String, Long> streamsBehind() throws InterruptedException {
        Map<String, Long> behind = new TreeMap<>();
        String cursor = "";
        do {
            Streams.Page page = streams.page(cursor);
            for (String stream : page.names()) {
                if (!different.contains(stream)) {
                    lastStored(stream).ifPresent(last -> behind.put(stream, last));
                }
                progress.show(state() + ", looking for missing events in " + Texts.plain(stream));
            }
            cursor = page.next().orElse("");
        } while (!cursor.isEmpty());
        return behind;
    }

    /** The last event of the stream's next commits that the feed lacks; empty if there are none. */
    private Optional<Long> lastStored(String stream) throws InterruptedException {
        try {
            return new StoredCommits(commits, stream, lastOf(stream), MAX_COMMITS_AT_ONCE)
                    .lastOfPage()
                    .map(Stored::last);
        } catch (Failure damage) {
            different.add(stream);
            note(new Difference(0, stream, lastOf(stream) + 1, reason(damage)));
            return Optional.empty();
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

    /** The first difference in the order of the feed. Events that the feed lacks come last. */
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
