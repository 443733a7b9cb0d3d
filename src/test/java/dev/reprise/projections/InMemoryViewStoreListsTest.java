package dev.reprise.projections;

class InMemoryViewStoreListsTest extends ViewStoreListsContract {

    private final InMemoryViewStore store = new InMemoryViewStore();

    @Override
    protected ViewStore store() {
        return store;
    }
}
