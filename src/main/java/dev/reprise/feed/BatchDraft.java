package dev.reprise.feed;

import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.DeliveredCommit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pages of a batch of delivered commits, with the commits that the feed lacks before them. */
final class BatchDraft implements PageWriter.Draft {

    private final List<DeliveredCommit.Appended> delivered;
    private final EventStore events;
    private NextCommits commits;

    BatchDraft(List<DeliveredCommit.Appended> delivered, EventStore events) {
        this.delivered = delivered;
        this.events = events;
        this.commits = new NextCommits(events, delivered);
    }

    /** The blocked streams, each with the reason. */
    Map<StreamName, String> blocked() {
        return commits.blocked();
    }

    @Override
    public void begin(KnownFeed feed) {
        commits = new NextCommits(events, delivered);
        feed.learn(streams());
        blockRewritten(feed);
    }

    /** In the order in which the commits were delivered, as far as that of their streams allows. */
    @Override
    public List<FeedEntry> next(KnownFeed feed) {
        PageDraft page = new PageDraft(feed, commits);
        for (DeliveredCommit.Appended delivery : delivered) {
            if (!page.isFull() && !commits.isBlocked(delivery.stream())) {
                page.add(delivery.stream(), new StreamVersion(delivery.sequenceNumber()));
            }
        }
        return page.entries();
    }

    /**
     * Blocks the streams that the feed has with other commits than the event store. They are looked
     * for among those with deliveries that the feed seems to have already.
     */
    private void blockRewritten(KnownFeed feed) {
        Map<StreamName, DeliveredCommit> last = new HashMap<>();
        for (DeliveredCommit delivery : delivered) {
            last.merge(
                    delivery.stream(),
                    delivery,
                    (one, other) -> one.sequenceNumber() < other.sequenceNumber() ? other : one);
        }
        last.forEach((stream, delivery) -> {
            IndexedStream has = feed.stream(stream);
            if (has.version().value() >= delivery.sequenceNumber()) {
                commits.blockIfRewritten(has, delivery);
            }
        });
    }

    /** The delivered streams, and the other streams of their joint appends. */
    private Set<StreamName> streams() {
        Set<StreamName> streams = new HashSet<>();
        for (DeliveredCommit.Appended delivery : delivered) {
            streams.add(delivery.stream());
            if (delivery instanceof DeliveredCommit.Intact intact) {
                streams.addAll(intact.commit().partners().keySet());
            }
        }
        return streams;
    }
}
