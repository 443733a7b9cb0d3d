package dev.reprise.orders;

import java.time.LocalDate;

/** What was shipped on a day, in UTC. */
public record SalesOfDay(LocalDate day, SalesTotal total) {}
