package org.junctor.host.osgi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.WampComponent;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.ComponentServiceObjects;

/**
 * The services that are components, and which of them is in use. Services are got and given back in the mailbox, so that their
 * construction, too, is the component's own time.
 */
final class Candidates {
    private final String name;
    private final Mailbox mailbox;
    private final Host host;
    private final Map<ComponentServiceObjects<WampComponent>, String> names = new LinkedHashMap<>();
    private @Nullable ComponentServiceObjects<WampComponent> used;

    /** Belongs to the mailbox's thread. */
    private @Nullable WampComponent component;

    Candidates(String name, Mailbox mailbox, Host host) {
        this.name = name;
        this.mailbox = mailbox;
        this.host = host;
    }

    synchronized void add(ComponentServiceObjects<WampComponent> service, Map<String, Object> properties) {
        names.put(service, String.valueOf(properties.get(ComponentConstants.COMPONENT_NAME)));
        choose();
    }

    /** Answers with a latch that opens when the component, if it was this one, has ended its work. */
    synchronized CountDownLatch remove(ComponentServiceObjects<WampComponent> service) {
        names.remove(service);
        CountDownLatch done = new CountDownLatch(1);
        if (used != service) {
            done.countDown();
            return done;
        }
        used = null;
        boolean taken = mailbox.enqueue(() -> {
            giveBack(service);
            done.countDown();
        });
        if (!taken) {
            done.countDown();
        }
        choose();
        return done;
    }

    /** Gives back what is in use, and takes nothing any more. */
    synchronized void close() {
        ComponentServiceObjects<WampComponent> last = used;
        names.clear();
        used = null;
        if (last != null) {
            mailbox.enqueue(() -> giveBack(last));
        }
    }

    /** What there is, for an error text. */
    synchronized String describe() {
        List<String> sorted = new ArrayList<>(names.values());
        sorted.sort(null);
        return sorted.isEmpty() ? "there are no components at all" : "there are " + String.join(", ", sorted);
    }

    private void choose() {
        if (used != null) {
            return;
        }
        for (Map.Entry<ComponentServiceObjects<WampComponent>, String> candidate : names.entrySet()) {
            if (candidate.getValue().equals(name)) {
                ComponentServiceObjects<WampComponent> service = candidate.getKey();
                used = service;
                mailbox.enqueue(() -> take(service));
                return;
            }
        }
    }

    private void take(ComponentServiceObjects<WampComponent> service) {
        component = service.getService();
        if (component == null) {
            host.broken("its activation failed, see the log");
        } else {
            host.found(component);
        }
    }

    private void giveBack(ComponentServiceObjects<WampComponent> service) {
        WampComponent leaving = component;
        component = null;
        if (leaving != null) {
            host.gone();
            service.ungetService(leaving);
        }
    }
}
