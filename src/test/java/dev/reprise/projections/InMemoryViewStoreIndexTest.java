package dev.reprise.projections;

class InMemoryViewStoreIndexTest extends ViewStoreIndexContract {

    private final ViewStore store = new InMemoryViewStore();

    @Override
    protected ViewStore store() {
        return store;
    }
}
