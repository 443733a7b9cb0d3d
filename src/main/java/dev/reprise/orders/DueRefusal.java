package dev.reprise.orders;

/** Why a scheduled command that was due did not change its order. */
public sealed interface DueRefusal {

    /** The state of the order forbids it. */
    record ByOrder(Order.Rejection reason) implements DueRefusal {}

    /** The customer was forgotten, and with him the address or the reason in the command. */
    record PersonalDataErased() implements DueRefusal {}
}
