package dev.reprise.projections;

class InMemoryViewStoreSharedTest extends ViewStoreSharedContract {

    private final ViewStore store = new InMemoryViewStore();

    @Override
    protected ViewStore store() {
        return store;
    }
}
