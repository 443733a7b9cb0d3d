package dev.reprise.projections;

class InMemoryViewStoreTest extends ViewStoreContract {

    private final ViewStore store = new InMemoryViewStore();

    @Override
    protected ViewStore store() {
        return store;
    }
}
