package dev.reprise.projections;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Adds the tenant's prefix to the partitions of index entries, search rows and totals. Projections
 * and readers name partitions without a tenant. Only this class adds the prefix, for both.
 */
final class TenantRows {

    private TenantRows() {}

    /** A partition of a tenant. */
    static String partition(Tenant tenant, String partition) {
        return tenant.prefix() + partition;
    }

    /** Partitions of a tenant. */
    static List<String> partitions(Tenant tenant, List<String> partitions) {
        return tenant.isOnly()
                ? partitions
                : partitions.stream().map(partition -> partition(tenant, partition)).toList();
    }

    /**
     * The index entries of a stream's row, in the partitions of its tenant, unless the projection
     * mixes the tenants.
     */
    static <V> List<IndexEntry> indexEntries(
            Projection<?, V> projection, StreamName stream, V view) {
        List<IndexEntry> entries = projection.indexEntries(stream, view);
        Tenant tenant = stream.tenant();
        return tenant.isOnly() || projection.mixesTenants()
                ? entries
                : entries.stream()
                        .map(entry ->
                                new IndexEntry(
                                        entry.index(),
                                        partition(tenant, entry.partition()),
                                        entry.position()))
                        .toList();
    }

    /** The contribution of a stream, in the partitions of its tenant. */
    static <V> Contribution contribution(
            SharingProjection<?, V> projection, StreamName stream, V view) {
        Contribution contribution = projection.contribution(stream, view);
        Tenant tenant = stream.tenant();
        return tenant.isOnly() ? contribution : of(tenant, contribution);
    }

    private static Contribution of(Tenant tenant, Contribution contribution) {
        Map<Total, Map<String, BigDecimal>> amounts = new HashMap<>();
        contribution
                .amounts()
                .forEach((total, sums) ->
                        amounts.put(
                                new Total(
                                        total.table(),
                                        partition(tenant, total.partition()),
                                        total.position()),
                                sums));
        return new Contribution(
                contribution.searchRows().stream()
                        .map(row ->
                                new SearchRow(
                                        row.index(),
                                        partition(tenant, row.partition()),
                                        row.position()))
                        .collect(Collectors.toSet()),
                amounts);
    }
}
