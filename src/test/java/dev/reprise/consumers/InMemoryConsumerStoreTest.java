package dev.reprise.consumers;

class InMemoryConsumerStoreTest extends ConsumerStoreContract {

    @Override
    protected ConsumerStore emptyStore() {
        return new InMemoryConsumerStore();
    }
}
