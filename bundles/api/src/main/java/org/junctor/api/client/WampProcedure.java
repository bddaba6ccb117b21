package org.junctor.api.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method of a {@link WampComponent} a procedure, registered while the component is there. Parameters are the positional
 * arguments, converted to their types; one that takes fewer gets {@code wamp.error.invalid_argument}. A method may also take a
 * {@link ClientSession.Invoked} alone. It may return a value, nothing, or a {@link java.util.concurrent.CompletionStage}; throwing
 * {@link WampException} sends that error.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WampProcedure {
    /** The procedure's URI. */
    String value();

    /** {@code exact}, {@code prefix} or {@code wildcard}. */
    String match() default "exact";
}
