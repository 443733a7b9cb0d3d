package dev.reprise.feed;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Generations of the feed that run something before and after each call, as {@link
 * InterceptedFeedStore} does.
 */
public class InterceptedFeedGenerations implements FeedGenerations {

    private final FeedGenerations generations;
    private final Runnable interception;

    public InterceptedFeedGenerations(FeedGenerations generations, Runnable interception) {
        this.generations = generations;
        this.interception = interception;
    }

    private <T> T intercepted(Supplier<T> call) {
        interception.run();
        T result = call.get();
        interception.run();
        return result;
    }

    @Override
    public FeedStore generation(int generation) {
        return new InterceptedFeedStore(generations.generation(generation), interception);
    }

    @Override
    public Optional<FeedRebuild> rebuild() {
        return intercepted(generations::rebuild);
    }

    @Override
    public boolean save(
            FeedRebuild after, Optional<FeedRebuild> before, Optional<PositionMark> mark) {
        return intercepted(() -> generations.save(after, before, mark));
    }

    @Override
    public boolean finish(FeedRebuild done, FeedRebuild before) {
        return intercepted(() -> generations.finish(done, before));
    }

    @Override
    public Optional<PositionMark> lastMark(int generation, long position) {
        return intercepted(() -> generations.lastMark(generation, position));
    }
}
