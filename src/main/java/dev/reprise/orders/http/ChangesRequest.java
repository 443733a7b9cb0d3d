package dev.reprise.orders.http;

import dev.reprise.http.Input;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request that makes several changes of an order: 1 to 1,000. */
record ChangesRequest(
        @Nullable List<@Nullable ChangeRequest> changes, @Nullable String occurredAt) {

    ChangeOrder command() {
        return Input.field("changes", changes, ChangesRequest::changeOrder);
    }

    private static ChangeOrder changeOrder(List<@Nullable ChangeRequest> requested) {
        ChangeOrder.requireNumber(requested.size());
        List<Change> changes = new ArrayList<>();
        for (ChangeRequest change : requested) {
            String path = "changes[" + changes.size() + "]";
            changes.add(Input.field(path, change, present -> present.change(path + ".")));
        }
        return new ChangeOrder(changes);
    }
}
