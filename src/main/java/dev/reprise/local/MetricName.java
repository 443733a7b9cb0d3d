package dev.reprise.local;

import static java.util.stream.Collectors.toMap;

import java.util.Map;

/**
 * The identity of a metric in CloudWatch.
 *
 * @param namespace such as {@code AWS/Lambda}
 * @param dimensions the values of the dimensions, by their names
 */
record MetricName(String namespace, String name, Map<String, String> dimensions) {

    MetricName {
        dimensions = Map.copyOf(dimensions);
    }

    /** A metric with one dimension. */
    static MetricName of(String namespace, String name, String dimension, String value) {
        return new MetricName(namespace, name, Map.of(dimension, value));
    }

    /** Reads {@code Namespace}, {@code MetricName} and {@code Dimensions}. */
    static MetricName of(TemplateValue metric) {
        return new MetricName(
                metric.required("Namespace").text(),
                metric.required("MetricName").text(),
                metric.required("Dimensions").each().stream()
                        .collect(
                                toMap(
                                        dimension -> dimension.required("Name").text(),
                                        dimension -> dimension.required("Value").text())));
    }
}
