package dev.reprise.giftcards;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.values.Ids;

/** The id of a card: 1 to 128 letters, digits and any of {@code . _ - :}. */
record CardId(String value) {

    static final String CATEGORY = "giftcard";

    CardId {
        Ids.require(value);
    }

    StreamName stream(Tenant tenant) {
        return new StreamName(tenant, CATEGORY, value);
    }
}
