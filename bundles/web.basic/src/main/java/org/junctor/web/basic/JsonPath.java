package org.junctor.web.basic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Component;

/** The path type {@code json}: a value of the node file as a JSON document. */
@Component(property = PathService.TYPE + "=json")
public final class JsonPath implements PathService {
    @Override
    public Handler create(PathConfig config) throws PartFailure {
        if (!config.keys().containsKey("value")) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION, "the key \"value\" is missing; give what is to be sent");
        }
        Map<?, ?> options = config.keys().get("options") instanceof Map<?, ?> map ? map : Map.of();
        ObjectWriter plain = new ObjectMapper().writer(); // costs hundreds of classes: not where there is no such path
        ObjectWriter writer = Boolean.TRUE.equals(options.get("prettify"))
                ? plain.with(SerializationFeature.INDENT_OUTPUT).with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                : plain;
        try {
            String body = writer.writeValueAsString(config.keys().get("value"));
            return new Document(
                    new Reply(HttpStatus.OK_200, "application/json", body),
                    !Boolean.FALSE.equals(options.get("allow_cross_origin")),
                    Boolean.TRUE.equals(options.get("discourage_caching")));
        } catch (JsonProcessingException e) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION, "\"value\" cannot be written as JSON: " + e.getOriginalMessage());
        }
    }

    /** Sends the document that was made once. */
    private static final class Document extends Handler.Abstract.NonBlocking {
        private final Reply reply;
        private final boolean crossOrigin;
        private final boolean uncached;

        Document(Reply reply, boolean crossOrigin, boolean uncached) {
            this.reply = reply;
            this.crossOrigin = crossOrigin;
            this.uncached = uncached;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!Reply.reads(request, response, callback)) {
                return true;
            }
            if (!Reply.atRoot(request)) {
                Reply.notFound().send(response, callback);
                return true;
            }
            if (crossOrigin) {
                response.getHeaders().put("Access-Control-Allow-Origin", "*");
            }
            if (uncached) {
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store, max-age=0");
            }
            reply.send(response, callback);
            return true;
        }
    }
}
