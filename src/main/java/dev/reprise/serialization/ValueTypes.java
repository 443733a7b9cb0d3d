package dev.reprise.serialization;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.Converter;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * A Jackson module for types that stand for one value: an id is written as a JSON text, a price as
 * a number, a collection type as an array. A reader throws what the type's constructor throws.
 */
public final class ValueTypes extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** A type that is written as a text. */
    public <T> ValueTypes text(
            Class<T> type, Function<T, String> toText, Function<String, T> fromText) {
        return add(
                type, TypeFactory.defaultInstance().constructType(String.class), toText, fromText);
    }

    /** A type that is written as a number. */
    public <T> ValueTypes decimal(
            Class<T> type, Function<T, BigDecimal> toNumber, Function<BigDecimal, T> fromNumber) {
        return add(
                type,
                TypeFactory.defaultInstance().constructType(BigDecimal.class),
                toNumber,
                fromNumber);
    }

    /** A type that is written as an array of elements. */
    public <T, E> ValueTypes list(
            Class<T> type,
            Class<E> element,
            Function<T, List<E>> toList,
            Function<List<E>, T> fromList) {
        return add(
                type,
                TypeFactory.defaultInstance().constructCollectionType(List.class, element),
                toList,
                fromList);
    }

    private <T, V> ValueTypes add(
            Class<T> type, JavaType written, Function<T, V> write, Function<V, T> read) {
        JavaType self = TypeFactory.defaultInstance().constructType(type);
        addSerializer(
                type,
                new StdDelegatingSerializer(type, new FunctionConverter<>(self, written, write)));
        addDeserializer(
                type,
                new StdDelegatingDeserializer<>(new FunctionConverter<>(written, self, read)));
        return this;
    }

    private record FunctionConverter<A, B>(JavaType from, JavaType to, Function<A, B> function)
            implements Converter<A, B> {

        @Override
        public B convert(A value) {
            return function.apply(value);
        }

        @Override
        public JavaType getInputType(TypeFactory types) {
            return from;
        }

        @Override
        public JavaType getOutputType(TypeFactory types) {
            return to;
        }
    }
}
