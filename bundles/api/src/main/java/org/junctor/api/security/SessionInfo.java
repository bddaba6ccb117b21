package org.junctor.api.security;

import org.junctor.api.message.Options;
import org.junctor.api.transport.Peer;

/**
 * A session that was welcomed, as others see it.
 *
 * @param id its id
 * @param realm its realm
 * @param authid who it is
 * @param authrole in which role
 * @param authmethod how it proved that
 * @param authprovider who looked it up
 * @param hello details of its HELLO, without {@code authextra}
 * @param authextra {@code authextra} of its WELCOME: what the method says of it, or whoever looked it up
 * @param peer what the transport knows of it
 */
public record SessionInfo(
        long id,
        String realm,
        String authid,
        String authrole,
        String authmethod,
        String authprovider,
        Options hello,
        Options authextra,
        Peer peer) {}
