package dev.reprise.feed;

class InMemoryFeedStoreTest extends FeedStoreContract {

    @Override
    protected FeedStore store() {
        return new InMemoryFeedStore();
    }
}
