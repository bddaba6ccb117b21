package org.junctor.web.basic;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Component;

/** The path type {@code none}: there is nothing, not even what the path above it would serve. */
@Component(property = PathService.TYPE + "=none")
public final class NonePath implements PathService {

    @Override
    public Handler create(PathConfig config) {
        return new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Reply.notFound().send(response, callback);
                return true;
            }
        };
    }
}
