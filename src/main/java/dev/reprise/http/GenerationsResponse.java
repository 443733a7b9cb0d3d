package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Generations.Generation;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a projection's generations.
 *
 * @param live the one that is read; absent until the first one is built
 * @param building the one that is to replace it; absent if none is built
 * @param retiring those that are still written, and can be live again
 * @param dropped those whose rows are being deleted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Generations")
record GenerationsResponse(
        @Nullable Integer live,
        @Nullable Integer building,
        List<Integer> retiring,
        List<Integer> dropped) {

    GenerationsResponse {
        retiring = List.copyOf(retiring);
        dropped = List.copyOf(dropped);
    }

    static GenerationsResponse of(Generations generations) {
        return new GenerationsResponse(
                generations.live().map(Generation::number).orElse(null),
                generations.building().map(Generation::number).orElse(null),
                generations.retiring().stream().map(Generation::number).toList(),
                generations.dropped().stream().map(Generation::number).toList());
    }
}
