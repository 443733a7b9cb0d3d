package dev.reprise.publishing;

class InMemoryWebhookStoreTest extends WebhookStoreContract {

    @Override
    protected WebhookStore emptyStore() {
        return new InMemoryWebhookStore();
    }
}
