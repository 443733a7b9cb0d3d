package dev.reprise.orders.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.reprise.orders.Order;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The HTTP resources show every field of an order, and take every command. */
class OrderIsWholeTest {

    private static final JavaClasses RESOURCES =
            new ClassFileImporter().importPackagesOf(OrdersResource.class);

    private static Stream<String> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getType() != Order.Contents.class)
                .map(RecordComponent::getName);
    }

    @Test
    void every_field_of_an_order_is_shown() {
        List<String> fields =
                Stream.of(
                                Order.Contents.class,
                                Order.Open.class,
                                Order.Shipped.class,
                                Order.Cancelled.class)
                        .flatMap(OrderIsWholeTest::fields)
                        .toList();
        assertThat(fields(OrderResponse.class))
                .as("the fields that orders/http/OrderResponse.java shows")
                .containsAll(fields);
    }

    static Stream<Class<?>> commands() {
        return records(Order.Command.class);
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OrderIsWholeTest::records)
                : Stream.of(type);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_a_resource_method(Class<?> command) {
        boolean given =
                RESOURCES.stream()
                        .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                        .map(JavaConstructorCall::getTargetOwner)
                        .anyMatch(made -> made.isEquivalentTo(command));
        assertThat(given)
                .as("orders/http/OrdersResource.java makes the command %s", command.getSimpleName())
                .isTrue();
    }
}
