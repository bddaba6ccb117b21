package org.junctor.web.basic;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.Router;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The path type {@code nodeinfo}: a page that says how the node is. */
@Component(property = PathService.TYPE + "=nodeinfo")
public final class NodeInfoPath implements PathService {
    private final String version;

    /** Absent while the router core is being updated; the page says so. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Router router;

    /** Asked for only when a page is made: a listener is a part, and this serves listeners, so neither may wait for the other. */
    @Reference(service = Part.class, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<ComponentServiceObjects<Part>> parts = List.of();

    /** Takes the version from the bundle. */
    @Activate
    public NodeInfoPath(BundleContext context) {
        this(context.getBundle().getVersion().toString());
    }

    NodeInfoPath(String version) {
        this.version = version;
    }

    @Override
    public Handler create(PathConfig config) {
        return new NodePage();
    }

    private NodeState look() {
        List<NodeState.PartState> states = new ArrayList<>();
        for (ComponentServiceObjects<Part> holder : parts) {
            Part part = holder.getService();
            if (part != null) { // else it has gone meanwhile
                states.add(NodeState.PartState.of(part));
                holder.ungetService(part);
            }
        }
        return NodeState.of(version, ManagementFactory.getRuntimeMXBean().getUptime(), router, states);
    }

    /** Sends the page. It is made once a second at most, whoever asks, for counting sessions takes time where there are many. */
    private final class NodePage extends Handler.Abstract {
        private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(1);

        private @Nullable String page;
        private long madeNs;

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!Reply.reads(request, response, callback)) {
                return true;
            }
            if (!Reply.atRoot(request)) {
                Reply.notFound().send(response, callback);
                return true;
            }
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("Content-Security-Policy", NodeInfoPage.POLICY);
            response.getHeaders().put("Referrer-Policy", "no-referrer");
            new Reply(HttpStatus.OK_200, "text/html; charset=utf-8", page()).send(response, callback);
            return true;
        }

        private synchronized String page() {
            String now = page;
            if (now == null || System.nanoTime() - madeNs > FRESH_NS) {
                now = NodeInfoPage.html(look());
                page = now;
                madeNs = System.nanoTime();
            }
            return now;
        }
    }
}
