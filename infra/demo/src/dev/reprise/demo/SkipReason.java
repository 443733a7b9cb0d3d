package dev.reprise.demo;

/** Why a row, or a whole invoice, is not sent. Where several hold, the first does. */
enum SkipReason {
    ILLEGAL_ITEM_ID("StockCode is no legal item id"),
    QUANTITY_BELOW_ONE("quantity is below 1"),
    ILLEGAL_QUANTITY("quantity is no whole number up to 1,000,000"),
    ILLEGAL_PRICE("price is no number from 0 with at most 4 decimals"),

    CREDIT_NOTE("credit note"),
    ILLEGAL_ORDER_ID("InvoiceNo is no legal order id"),
    SEVERAL_CUSTOMERS("names several customers"),
    SEVERAL_COUNTRIES("names several countries"),
    ILLEGAL_CUSTOMER_ID("CustomerID is no legal customer id"),
    NOTHING_LEFT("no row is left"),
    TOO_MANY_LINES("more than 1,000 items or prices of one");

    private final String text;

    SkipReason(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
