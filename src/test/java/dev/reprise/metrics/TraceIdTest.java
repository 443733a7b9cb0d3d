package dev.reprise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {

    private static final String ID = "1-5759e988-bd862e3fe1be46a994272793";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Root=" + ID,
                "Root=" + ID + ";Sampled=0",
                "Root=" + ID + ";Parent=53995c3f42cd8ad8;Sampled=1",
                "Self=1-67891234-12456789abcdef012345678; Root=" + ID + " ;Sampled=1"
            })
    void it_is_the_root_of_the_header(String header) {
        assertThat(TraceId.of(header)).contains(ID);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Root=",
                "Root=1-5759e988-bd862e3fe1be46a99427279",
                "Root=1-5759e988-bd862e3fe1be46a994272793a",
                "Root=1-5759e988-bd862e3fe1be46a99427279\n",
                "ARoot=" + ID,
                "Parent=53995c3f42cd8ad8;Sampled=1"
            })
    void a_header_without_one_has_none(String header) {
        assertThat(TraceId.of(header)).isEmpty();
    }

    @Test
    void outside_lambda_there_is_none() {
        assertThat(TraceId.current()).isEmpty();
    }
}
