package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

    @Test
    void functions_share_what_the_account_has() {
        var concurrency = new Concurrency(2, Map.of());
        assertThat(concurrency.begin("A")).isTrue();
        assertThat(concurrency.begin("B")).isTrue();
        assertThat(concurrency.begin("A")).isFalse();
        concurrency.end("B");
        assertThat(concurrency.begin("A")).isTrue();
        assertThat(concurrency.begin("B")).isFalse();
    }

    @Test
    void what_is_reserved_for_a_function_is_its_own_and_its_limit() {
        var concurrency = new Concurrency(2, Map.of("A", 1));
        assertThat(concurrency.begin("A")).isTrue();
        assertThat(concurrency.begin("A")).isFalse();
        assertThat(concurrency.begin("B")).isTrue();
        assertThat(concurrency.begin("B")).isFalse();
        concurrency.end("A");
        assertThat(concurrency.begin("B")).isFalse();
        assertThat(concurrency.begin("A")).isTrue();
    }

    @Test
    void the_templates_parameter_reserves_concurrency_for_the_orders_function() {
        var template =
                CloudFormationTemplate.read(
                        Path.of("template.yaml"), Map.of("OrdersConcurrency", "7"));
        assertThat(FunctionDeclaration.of(template))
                .filteredOn(function -> function.reservedConcurrency().isPresent())
                .singleElement()
                .satisfies(function -> {
                    assertThat(function.name()).isEqualTo("OrdersFunction");
                    assertThat(function.reservedConcurrency()).contains(7);
                });
    }
}
