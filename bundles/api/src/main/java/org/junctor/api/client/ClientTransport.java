package org.junctor.api.client;

import java.net.URI;
import java.util.concurrent.CompletionStage;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;
import org.osgi.annotation.versioning.ConsumerType;

/** How a client reaches a router: a service with the property {@value #SCHEME}. The client brings tcp, unix, ws and wss itself. */
@ConsumerType
public interface ClientTransport {
    /** Service property: the scheme of the URLs that it serves, such as {@code local}. */
    String SCHEME = "scheme";

    /**
     * Connects, with the transport's handshake.
     *
     * @param receiver takes what the router sends; its calls are serial
     * @return completes with the open channel, or fails with {@link java.io.IOException}
     */
    CompletionStage<Channel> connect(URI url, SerializerType serializer, Receiver receiver);
}
