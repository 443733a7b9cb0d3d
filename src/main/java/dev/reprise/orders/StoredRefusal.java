package dev.reprise.orders;

import dev.reprise.orders.DueRefusal.ByOrder;
import dev.reprise.orders.DueRefusal.PersonalDataErased;
import dev.reprise.orders.Order.Rejection;
import dev.reprise.orders.Order.Rejection.AlreadyCancelled;
import dev.reprise.orders.Order.Rejection.AlreadyShipped;
import dev.reprise.orders.Order.Rejection.ChangeRejected;
import dev.reprise.orders.Order.Rejection.ItemNotInOrder;
import dev.reprise.orders.Order.Rejection.NothingToShip;
import dev.reprise.orders.Order.Rejection.OrderAlreadyExists;
import dev.reprise.orders.Order.Rejection.OrderNotFound;
import dev.reprise.orders.Order.Rejection.SeveralPrices;
import dev.reprise.orders.Order.Rejection.TooManyLines;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a scheduled command was refused, as it is stored. The reasons and the names of the fields
 * never change.
 *
 * @param reason which reason
 * @param change the index of the change at fault, if the command had several
 * @param itemId the item that the reason is about
 * @param price the price that the reason is about
 * @param limit the limit that the reason is about
 */
record StoredRefusal(
        String reason,
        @Nullable Integer change,
        @Nullable ItemId itemId,
        @Nullable Price price,
        @Nullable Integer limit) {

    private static final String PERSONAL_DATA_ERASED = "personal-data-erased";
    private static final String NOT_FOUND = "order-not-found";
    private static final String ALREADY_EXISTS = "order-already-exists";
    private static final String ALREADY_SHIPPED = "order-already-shipped";
    private static final String ALREADY_CANCELLED = "order-already-cancelled";
    private static final String ITEM_NOT_IN_ORDER = "item-not-in-order";
    private static final String SEVERAL_PRICES = "several-prices";
    private static final String NOTHING_TO_SHIP = "nothing-to-ship";
    private static final String TOO_MANY_LINES = "too-many-lines";

    StoredRefusal(String reason) {
        this(reason, null, null, null, null);
    }

    static StoredRefusal of(DueRefusal refusal) {
        return switch (refusal) {
            case ByOrder(Rejection reason) -> of(reason);
            case PersonalDataErased _ -> new StoredRefusal(PERSONAL_DATA_ERASED);
        };
    }

    private static StoredRefusal of(Rejection reason) {
        return switch (reason) {
            case OrderNotFound _ -> new StoredRefusal(NOT_FOUND);
            case OrderAlreadyExists _ -> new StoredRefusal(ALREADY_EXISTS);
            case AlreadyShipped _ -> new StoredRefusal(ALREADY_SHIPPED);
            case AlreadyCancelled _ -> new StoredRefusal(ALREADY_CANCELLED);
            case NothingToShip _ -> new StoredRefusal(NOTHING_TO_SHIP);
            case ItemNotInOrder(ItemId itemId, Price price) ->
                    new StoredRefusal(ITEM_NOT_IN_ORDER, null, itemId, price, null);
            case SeveralPrices(ItemId itemId) ->
                    new StoredRefusal(SEVERAL_PRICES, null, itemId, null, null);
            case TooManyLines(int limit) ->
                    new StoredRefusal(TOO_MANY_LINES, null, null, null, limit);
            case ChangeRejected(int change, Rejection why) -> of(why).ofChange(change);
        };
    }

    private StoredRefusal ofChange(int index) {
        return new StoredRefusal(reason, index, itemId, price, limit);
    }

    /**
     * The refusal.
     *
     * @throws IllegalArgumentException if the reason is unknown
     * @throws NullPointerException if a field of the reason is missing
     */
    DueRefusal refusal() {
        if (reason.equals(PERSONAL_DATA_ERASED)) {
            return new PersonalDataErased();
        }
        return new ByOrder(change == null ? rejection() : new ChangeRejected(change, rejection()));
    }

    private Rejection rejection() {
        return switch (reason) {
            case NOT_FOUND -> new OrderNotFound();
            case ALREADY_EXISTS -> new OrderAlreadyExists();
            case ALREADY_SHIPPED -> new AlreadyShipped();
            case ALREADY_CANCELLED -> new AlreadyCancelled();
            case NOTHING_TO_SHIP -> new NothingToShip();
            case ITEM_NOT_IN_ORDER -> new ItemNotInOrder(Objects.requireNonNull(itemId), price);
            case SEVERAL_PRICES -> new SeveralPrices(Objects.requireNonNull(itemId));
            case TOO_MANY_LINES -> new TooManyLines(Objects.requireNonNull(limit));
            default -> throw new IllegalArgumentException("unknown reason " + reason);
        };
    }
}
