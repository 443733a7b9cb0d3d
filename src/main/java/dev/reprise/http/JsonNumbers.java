package dev.reprise.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.reprise.values.Decimals;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads the numbers of a body. {@code 1}, {@code 1.0} and {@code 1e0} are the same number, so a
 * field that is a whole number takes each of them. Jackson takes {@code 1.0} for a whole number
 * only where it also takes {@code 1.5}.
 */
final class JsonNumbers extends SimpleModule {

    private static final long serialVersionUID = 1L;

    JsonNumbers() {
        addDeserializer(BigDecimal.class, new DecimalDeserializer());
        addDeserializer(Integer.class, new IntegerDeserializer());
        addDeserializer(Long.class, new LongDeserializer());
    }

    private static final class DecimalDeserializer extends StdScalarDeserializer<BigDecimal> {

        private static final long serialVersionUID = 1L;

        private DecimalDeserializer() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            return decimal(json, context, BigDecimal.class);
        }
    }

    private static final class IntegerDeserializer extends StdScalarDeserializer<Integer> {

        private static final long serialVersionUID = 1L;

        private IntegerDeserializer() {
            super(Integer.class);
        }

        @Override
        public Integer deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            return (int)
                    wholeNumber(json, context, Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    }

    private static final class LongDeserializer extends StdScalarDeserializer<Long> {

        private static final long serialVersionUID = 1L;

        private LongDeserializer() {
            super(Long.class);
        }

        @Override
        public Long deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            return wholeNumber(json, context, Long.class, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    private static long wholeNumber(
            JsonParser json, DeserializationContext context, Class<?> type, long min, long max)
            throws IOException {
        BigDecimal number = decimal(json, context, type);
        try {
            return Decimals.wholeNumber(number, min, max);
        } catch (IllegalArgumentException e) {
            throw new InvalidFormatException(json, e.getMessage(), number, type);
        }
    }

    private static BigDecimal decimal(
            JsonParser json, DeserializationContext context, Class<?> type) throws IOException {
        if (!json.currentToken().isNumeric()) {
            return (BigDecimal) context.handleUnexpectedToken(type, json);
        }
        String text = json.getText();
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            return withHugeExponent(text);
        }
    }

    /**
     * A number whose exponent has more than ten digits or does not fit into 32 bits. It is read as
     * one that is as large, or as close to 0, as every check of a range and of decimals refuses.
     */
    private static BigDecimal withHugeExponent(String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        int sign = new BigDecimal(text.substring(0, exponent)).signum();
        boolean isFraction = text.charAt(exponent + 1) == '-';
        return sign == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(sign, isFraction ? Integer.MAX_VALUE : -Integer.MAX_VALUE);
    }
}
