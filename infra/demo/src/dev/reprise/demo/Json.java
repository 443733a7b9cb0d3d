package dev.reprise.demo;

import dev.reprise.demo.NewOrder.Item;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much JSON as the demo needs: the bodies of its two requests, and the texts in an answer. */
final class Json {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)");

    private Json() {}

    static String creation(NewOrder order) {
        return order.items().stream()
                .map(Json::item)
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"orderId\":%s,\"customerId\":%s,\"items\":["
                                        .formatted(
                                                string(order.orderId()),
                                                string(order.customerId())),
                                "]}"));
    }

    static String shipment(String address) {
        return "{\"shippingAddress\":" + string(address) + "}";
    }

    private static String item(Item item) {
        return "{\"itemId\":%s,\"quantity\":%s,\"price\":%s}"
                .formatted(string(item.itemId()), item.quantity(), item.price().toPlainString());
    }

    /** A string literal as of RFC 8259, section 7; what is not ASCII stays as it is. */
    static String string(String value) {
        var json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /**
     * The first text of a member of that name in an object; empty if there is none. Inside another
     * text the name's quotes would be escaped, so it is not found there.
     */
    static String member(String json, String name) {
        Matcher member =
                Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"")
                        .matcher(json);
        return member.find() ? unescaped(member.group(1)) : "";
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape)));
    }

    private static String unescaped(MatchResult escape) {
        String code = escape.group(2);
        if (code != null) {
            return Character.toString(Integer.parseInt(code, 16));
        }
        return switch (escape.group(1)) {
            case "n", "r", "t", "b", "f" -> " ";
            case String character -> character;
        };
    }
}
