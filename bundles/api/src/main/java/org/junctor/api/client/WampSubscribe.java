package org.junctor.api.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method of a {@link WampComponent} take the events of a topic while the component is there. Parameters are as for
 * {@link WampProcedure}, or a {@link ClientSession.EventMessage} alone. What it returns is ignored; what it throws is logged.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WampSubscribe {
    /** The topic, or the pattern. */
    String value();

    /** {@code exact}, {@code prefix} or {@code wildcard}. */
    String match() default "exact";
}
