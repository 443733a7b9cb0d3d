package dev.reprise.feed;

import dev.reprise.eventstore.StreamName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A feed store that runs something before and after each call. If that throws, the call fails, and
 * afterwards has been done all the same.
 */
public class InterceptedFeedStore implements FeedStore {

    private final FeedStore store;
    private final Runnable interception;

    public InterceptedFeedStore(FeedStore store, Runnable interception) {
        this.store = store;
        this.interception = interception;
    }

    private <T> T intercepted(Supplier<T> call) {
        interception.run();
        T result = call.get();
        interception.run();
        return result;
    }

    @Override
    public Optional<FeedPage> lastPage() {
        return intercepted(store::lastPage);
    }

    @Override
    public long head() {
        return intercepted(store::head);
    }

    @Override
    public Place placeFrom(long position) {
        return intercepted(() -> store.placeFrom(position));
    }

    @Override
    public List<FeedPage> pagesFrom(long position, int maxPages) {
        return intercepted(() -> store.pagesFrom(position, maxPages));
    }

    @Override
    public List<FeedPage> currentPagesFrom(long position, int maxPages) {
        return intercepted(() -> store.currentPagesFrom(position, maxPages));
    }

    @Override
    public PutResult put(FeedPage page) {
        return intercepted(() -> store.put(page));
    }

    @Override
    public Map<StreamName, IndexedStream> streams(Collection<StreamName> names) {
        return intercepted(() -> store.streams(names));
    }

    @Override
    public void advance(Collection<IndexedStream> streams) {
        for (IndexedStream stream : streams) {
            intercepted(() -> {
                store.advance(List.of(stream));
                return stream;
            });
        }
    }

    @Override
    public void block(StreamName stream, String error) {
        intercepted(() -> {
            store.block(stream, error);
            return stream;
        });
    }

    @Override
    public List<BlockedStream> blocked(int limit) {
        return intercepted(() -> store.blocked(limit));
    }

    @Override
    public void unblock(BlockedStream stream) {
        intercepted(() -> {
            store.unblock(stream);
            return stream;
        });
    }

    @Override
    public Optional<Sweep> sweep() {
        return intercepted(store::sweep);
    }

    @Override
    public boolean save(Sweep after, Optional<Sweep> before) {
        return intercepted(() -> store.save(after, before));
    }

    @Override
    public StreamPage list(String prefix, Optional<String> after, int limit) {
        return intercepted(() -> store.list(prefix, after, limit));
    }

    /** It calls nothing, so nothing can come between. */
    @Override
    public boolean isPlace(String prefix, String text) {
        return store.isPlace(prefix, text);
    }
}
