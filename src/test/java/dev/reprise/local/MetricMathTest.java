package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricMathTest {

    private static final Map<String, OptionalDouble> METRICS =
            Map.of(
                    "two", OptionalDouble.of(2),
                    "three", OptionalDouble.of(3),
                    "none", OptionalDouble.empty());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two                                    | 2",
                "1.5 + two + three                      | 6.5",
                "FILL(none, 0) + FILL(three, 0)         | 3",
                "FILL(none, two)                        | 2",
                "two > three                            | 0",
                "three > two                            | 1",
                "two < three                            | 1",
                "two + 1 == three                       | 1",
                "two == three                           | 0",
                "two > 1 AND three > 1                  | 1",
                "two > 1 AND three > 3                  | 0",
                "IF(two > 1 AND FILL(none, 0) == 0,1,0) | 1",
                "IF(two>1 AND three == 0, 1, 0)         | 0",
                "IF(two > 2, 5, IF(three > 2, 6, 7))    | 6"
            })
    void it_has_a_value(String expression, double value) {
        assertThat(new MetricMath(expression).value(METRICS)).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "none + 1", "1 > none", "IF(none, 1, 2)", "FILL(none, none)"})
    void it_has_none_where_a_metric_has_none(String expression) {
        assertThat(new MetricMath(expression).value(METRICS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "two three",
                "two +",
                "(two)",
                "FILL(two)",
                "FILL(two, 0",
                "MAX(two, three)",
                "two - 1",
                "two > 1 && three > 1",
                "IF(two, 1)",
                "two;"
            })
    void what_is_not_imitated_is_refused(String expression) {
        assertThatThrownBy(() -> new MetricMath(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expression);
    }

    @Test
    void a_name_that_is_no_metric_is_refused() {
        var math = new MetricMath("two + four");
        assertThatThrownBy(() -> math.value(METRICS))
                .hasMessageContaining("four, which is not the id of a metric");
    }
}
