package org.junctor.api.client;

import java.net.URI;

/**
 * Where a client connects to, and as whom.
 *
 * @param url {@code ws://host:port/path}, {@code wss://…}, {@code tcp://host:port} (RawSocket), {@code unix:///path} (RawSocket), or
 *     {@code local:role} inside the router's own process, as the given role
 * @param realm the realm to join
 * @param serializer name of the serializer, such as {@code json}
 */
public record ClientConfig(URI url, String realm, String serializer) {}
