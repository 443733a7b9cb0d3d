package dev.reprise.demo;

/**
 * What the demo uses of a row of the file; every field as it stands there, blanks around it
 * dropped.
 */
record Row(
        String invoiceNo,
        String stockCode,
        String quantity,
        String unitPrice,
        String customerId,
        String country) {}
