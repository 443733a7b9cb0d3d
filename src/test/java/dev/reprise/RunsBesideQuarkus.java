package dev.reprise;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The tests of this class run, one after the other, beside those of a {@code @QuarkusTest}, of
 * which one runs at a time too. The class has tables, processes and ports of its own. It changes
 * nothing that the JVM has once: no system property, no log handler.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the second thread")
public @interface RunsBesideQuarkus {}
