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
    private final Site site;
    private final SiteOptions options;

    SiteHandler(Site site, SiteOptions options) {
        this.site = site;
        this.options = options;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (options.crossOrigin()) {
            response.getHeaders().put("Access-Control-Allow-Origin", "*");
        }
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            Page.error(HttpStatus.METHOD_NOT_ALLOWED_405, "Only GET and HEAD are answered here.")
                    .send(response, callback);
            return true;
        }
        String path = Request.getPathInContext(request);
        answer(site.find(path == null ? "" : path), request, response, callback);
        return true;
    }

    private void answer(@Nullable Found found, Request request, Response response, Callback callback)
            throws IOException {
        if (found instanceof Document document) {
            send(document, request, response, callback);
        } else if (found instanceof Folder folder) {
            Document index = folder.index();
            if (!request.getHttpURI().getCanonicalPath().endsWith("/")) {
                redirect(request, response, callback);
            } else if (index != null) {
                send(index, request, response, callback);
            } else if (options.listing()) {
                Page.listing(request.getHttpURI().getDecodedPath(), site.names(folder))
                        .send(response, callback);
            } else {
                missing(request, response, callback);
            }
        } else {
            missing(request, response, callback);
        }
    }

    private void send(Document document, Request request, Response response, Callback callback) throws IOException {
        response.getHeaders().put(options.type(String.valueOf(document.file().getFileName())));
        if (options.cacheSeconds() == 0) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        } else if (options.cacheSeconds() > 0) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=" + options.cacheSeconds());
        }
        new FileReply(document, request, response, callback).send();
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

    private void missing(Request request, Response response, Callback callback) throws IOException {
        if (options.fallback() != null && site.find("/" + options.fallback()) instanceof Document document) {
            send(document, request, response, callback);
            return;
        }
        Page.error(
                        HttpStatus.NOT_FOUND_404,
                        "There is nothing at " + request.getHttpURI().getDecodedPath() + ".")
                .send(response, callback);
    }
}
