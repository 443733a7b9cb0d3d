package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asserts that a call is refused and writes nothing. */
final class Refusal {

    private Refusal() {}

    static Answer of(Supplier<Answer> call, int status, String type) {
        int before = StoredCommits.count();
        Answer answer = call.get().expectProblem(status, type);
        assertThat(StoredCommits.count()).as("items in the table").isEqualTo(before);
        return answer;
    }

    /**
     * Asserts that a call is refused as malformed.
     *
     * @param fault the part at fault, such as {@code field customerId}; null for the whole body
     */
    static void malformed(@Nullable String fault, Supplier<Answer> call) {
        Answer answer = of(call, 400, "malformed-request");
        if (fault == null) {
            assertThat(answer.json()).hasSize(4);
            return;
        }
        String where = fault.substring(0, fault.indexOf(' '));
        String name = fault.substring(where.length() + 1);
        assertThat(answer.json()).hasSize(5);
        assertThat(answer.json().path(where).textValue()).isEqualTo(name);
        assertThat(answer.json().path("detail").textValue()).startsWith(name + " ");
    }
}
