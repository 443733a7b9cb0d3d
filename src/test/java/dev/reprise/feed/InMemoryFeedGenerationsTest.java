package dev.reprise.feed;

class InMemoryFeedGenerationsTest extends FeedGenerationsContract {

    @Override
    protected FeedGenerations generations() {
        return new InMemoryFeedGenerations(new InMemoryFeedStore());
    }
}
