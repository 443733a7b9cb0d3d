package dev.reprise.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTest {

    private static final Tenant ACME = Tenant.named("acme");

    @ParameterizedTest
    @ValueSource(strings = {"a", "acme", "my-shop", "-", "0123456789abcdef0123456789abcdef"})
    void a_name_has_1_to_32_small_letters_digits_and_dashes(String name) {
        assertThat(Tenant.named(name).prefix()).isEqualTo("~" + name + "~");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Acme",
                "a b",
                "a~b",
                "a/b",
                "*",
                "é",
                "a_b",
                "a\n",
                "0123456789abcdef0123456789abcdef0"
            })
    void everything_else_is_no_name(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tenant.named(name));
    }

    @Test
    void where_there_are_no_tenants_nothing_has_a_prefix() {
        assertThat(Tenant.ONLY.prefix()).isEmpty();
        assertThat(Tenant.of("order-1")).isEqualTo(Tenant.ONLY);
        assertThat(Tenant.of("")).isEqualTo(Tenant.ONLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "~acme", "~~order-1", "~Acme~order-1", "~root"})
    void a_prefix_has_a_name_and_an_end(String prefixed) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tenant.of(prefixed));
        assertThat(StreamName.parse(prefixed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"acme, ~acme~order-a1", "my-shop, ~my-shop~order-a-1", "-, ~-~o-~b~order-1"})
    void a_stream_s_name_begins_with_its_tenant(String tenant, String text) {
        StreamName name = StreamName.parse(text).orElseThrow();

        assertThat(name.tenant()).isEqualTo(Tenant.named(tenant));
        assertThat(name).hasToString(text);
        assertThat(name.withoutTenant()).isEqualTo(text.substring(tenant.length() + 2));
        assertThat(StreamName.parse(name.tenant(), name.withoutTenant())).contains(name);
    }

    @Test
    void a_tenant_cannot_write_the_name_of_another_s_stream() {
        assertThat(StreamName.parse(ACME, "~other~order-1")).isEmpty();
        assertThat(StreamName.parse(ACME, "order-~other~1"))
                .contains(new StreamName(ACME, "order", "~other~1"));
    }

    @Test
    void an_id_that_looks_like_a_prefix_is_an_id() {
        StreamName name = new StreamName("order", "~acme~1");

        assertThat(StreamName.parse(name.toString())).contains(name);
        assertThat(name.tenant()).isEqualTo(Tenant.ONLY);
    }

    @Test
    void the_prefix_counts_for_the_length_of_a_name() {
        Tenant longest = Tenant.named("t".repeat(32));

        assertThat(new StreamName(longest, "c", "i".repeat(864)).toString()).hasSize(900);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamName(longest, "c", "i".repeat(865)));
    }

    @Test
    void a_joint_commit_has_streams_of_one_tenant() {
        NewCommit ofAcme = commit(new StreamName(ACME, "order", "1"));
        CommitBoundary ofOther =
                CommitBoundary.startOf(new StreamName(Tenant.named("other"), "order", "2"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JointCommit(List.of(ofAcme), List.of(ofOther)))
                .withMessageContaining("one tenant");
    }

    private static NewCommit commit(StreamName stream) {
        return Commits.commit(CommitBoundary.startOf(stream), "c", 1);
    }
}
