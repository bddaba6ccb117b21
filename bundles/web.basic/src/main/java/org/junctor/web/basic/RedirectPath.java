package org.junctor.web.basic;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Component;

/** The path type {@code redirect}: sends clients to another address (302). */
@Component(property = PathService.TYPE + "=redirect")
public final class RedirectPath implements PathService {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Override
    public Handler create(PathConfig config) throws PartFailure {
        return new Redirect(address(config.keys().get("url")));
    }

    private static String address(@Nullable Object value) throws PartFailure {
        if (!(value instanceof String url) || url.isBlank()) {
            throw refused("is missing; give the address to send clients to");
        }
        try {
            URI address = new URI(url); // refuses line ends and all that is no part of a header
            if (address.getScheme() != null && !SCHEMES.contains(address.getScheme())) {
                throw refused("must begin with http:// or https://, or be a path");
            }
            return address.toASCIIString();
        } catch (URISyntaxException e) {
            throw refused("is no address: %s at character %d".formatted(e.getReason(), e.getIndex() + 1));
        }
    }

    private static PartFailure refused(String why) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, "the key \"url\" " + why);
    }

    /** Sends every request, whatever it asks for below the path, to one address. */
    private static final class Redirect extends Handler.Abstract.NonBlocking {
        private final String address;

        Redirect(String address) {
            this.address = address;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.LOCATION, address);
            Reply.text(HttpStatus.FOUND_302, "See " + address + "\n").send(response, callback);
            return true;
        }
    }
}
