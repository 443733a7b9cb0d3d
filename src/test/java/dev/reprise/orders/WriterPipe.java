package dev.reprise.orders;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.personal.Personal;
import java.util.List;
import java.util.Optional;

/** The messages to and from a writer process, each on one line. */
final class WriterPipe {

    private static final ObjectMapper MAPPER = mapper();

    private WriterPipe() {}

    /** A call. Its answer has the same number. */
    record Question(int number, Request request) {}

    /** The answer to a call. */
    record Reply(
            int number, Optional<CommandResult<VersionedState<Order>, Order.Rejection>> result) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    private interface Named {}

    /** Annotations for Jackson, which writes order lines as a list. Nothing here is called. */
    private abstract static class AsList {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        @SuppressWarnings("UnusedVariable")
        AsList(List<OrderLine> lines) {}

        @JsonValue
        abstract List<OrderLine> lines();
    }

    private static ObjectMapper mapper() {
        JsonMapper.Builder mapper =
                JsonMapper.builder()
                        .findAndAddModules()
                        .addMixIn(OrderLines.class, AsList.class)
                        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS);
        for (Class<?> type :
                List.of(
                        Order.class,
                        Order.Created.class,
                        Order.Command.class,
                        Order.Command.Change.class,
                        Order.Rejection.class,
                        Personal.class,
                        Precondition.class,
                        CommandResult.class)) {
            mapper.addMixIn(type, Named.class).registerSubtypes(type.getPermittedSubclasses());
        }
        return mapper.build();
    }

    static String line(Record message) {
        try {
            return MAPPER.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message can always be written", e);
        }
    }

    static Question question(String line) throws JsonProcessingException {
        return MAPPER.readValue(line, Question.class);
    }

    static Reply reply(String line) throws JsonProcessingException {
        return MAPPER.readValue(line, Reply.class);
    }
}
