package org.junctor.examples.clock;

import java.time.Clock;
import java.time.Instant;
import org.junctor.api.client.WampComponent;
import org.junctor.api.client.WampProcedure;
import org.osgi.service.component.annotations.Component;

/** Tells the time. That it is a service makes it a component of the node; that its method is annotated makes that a procedure. */
@Component(service = WampComponent.class)
public final class TimeService implements WampComponent {
    private final Clock clock;

    /** As a component of the node. */
    public TimeService() {
        this(Clock.systemUTC());
    }

    /** For tests, which bring a clock of their own. */
    TimeService(Clock clock) {
        this.clock = clock;
    }

    /** The time now as ISO 8601 has it, such as {@code 2026-01-01T12:00:00.123Z}. */
    @WampProcedure("com.example.clock.now")
    public String now() {
        return Instant.ofEpochMilli(clock.millis()).toString();
    }
}
