package org.junctor.web.files;

import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junctor.web.files.Site.Document;
import org.junctor.web.files.Site.Folder;
import org.junctor.web.files.Site.Found;

/** Answers the requests of one path with the files of its site. */
final class SiteHandler extends Handler.Abstract {
    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final Site site;
    private final SiteOptions options;

    SiteHandler(Site site, SiteOptions options) {
        this.site = site;
        this.options = options;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        options.headers().put(response.getHeaders());
        if (HttpMethod.OPTIONS.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, METHODS);
            options.crossOrigin().preflight(request.getHeaders(), response.getHeaders());
            response.setStatus(HttpStatus.NO_CONTENT_204);
            response.write(true, null, callback);
            return true;
        }
        options.crossOrigin().allow(request.getHeaders(), response.getHeaders());
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, METHODS);
            Page.error(HttpStatus.METHOD_NOT_ALLOWED_405, "Only GET, HEAD and OPTIONS are answered here.")
                    .send(response, callback);
        } else if (!site.source().there()) {
            Page.error(HttpStatus.SERVICE_UNAVAILABLE_503, "The files are not there at the moment.")
                    .send(response, callback);
        } else {
            answer(request, response, callback);
        }
        return true;
    }

    private void answer(Request request, Response response, Callback callback) throws IOException {
        String path = Request.getPathInContext(request);
        String name = Site.name(path == null ? "" : path);
        if (name == null) {
            nothing(request, response, callback);
            return;
        }
        Found found = site.source().look(name);
        if (found instanceof Document document && !path.endsWith("/")) {
            send(document, request, response, callback);
        } else if (found instanceof Folder folder) {
            Document index = site.index(folder);
            if (!request.getHttpURI().getCanonicalPath().endsWith("/")) {
                redirect(request, response, callback);
            } else if (index != null) {
                send(index, request, response, callback);
            } else if (options.listing()) {
                Page.listing(request.getHttpURI().getDecodedPath(), site.entries(folder))
                        .send(response, callback);
            } else {
                missing(name, request, response, callback);
            }
        } else {
            missing(name, request, response, callback);
        }
    }

    private void send(Document document, Request request, Response response, Callback callback) throws IOException {
        Variant variant = options.precompressed()
                ? Variant.of(document, site.source(), request.getHeaders())
                : new Variant(document, null, true);
        if (!variant.alone()) {
            response.getHeaders().add(HttpHeader.VARY, "Accept-Encoding");
        }
        response.getHeaders().put(options.types().field(document.name()));
        String control = options.caching().control(document.name());
        if (control != null) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, control);
        }
        String coding = variant.coding();
        if (coding != null) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, coding);
        }
        new FileReply(variant.document(), coding == null ? "" : "-" + coding, request, response, callback).send();
    }

    /** Relative links of a page in a folder need the slash. The target is relative, so that it never names another host. */
    private static void redirect(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        int parameters = path.indexOf(';');
        String bare = parameters < 0 ? path : path.substring(0, parameters);
        String query = request.getHttpURI().getQuery();
        response.getHeaders()
                .put(
                        HttpHeader.LOCATION,
                        "./" + bare.substring(bare.lastIndexOf('/') + 1) + "/" + (query == null ? "" : "?" + query));
        response.setStatus(HttpStatus.MOVED_PERMANENTLY_301);
        response.write(true, null, callback);
    }

    private void missing(String name, Request request, Response response, Callback callback) throws IOException {
        if (options.fallback() != null
                && page(name, request.getHeaders().get(HttpHeader.ACCEPT))
                && site.source().look(options.fallback()) instanceof Document document) {
            send(document, request, response, callback);
        } else {
            nothing(request, response, callback);
        }
    }

    /** Whether a page was asked for: a script or picture that is gone must not become a page that says it is there. */
    private static boolean page(String name, @Nullable String accept) {
        return name.indexOf('.', name.lastIndexOf('/') + 1) < 0 || (accept != null && accept.contains("text/html"));
    }

    private static void nothing(Request request, Response response, Callback callback) {
        Page.error(
                        HttpStatus.NOT_FOUND_404,
                        "There is nothing at " + request.getHttpURI().getDecodedPath() + ".")
                .send(response, callback);
    }
}
