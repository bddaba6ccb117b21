package org.junctor.transport.longpoll;

import org.junctor.api.transport.Listener;
import org.junctor.api.transport.RouterPort;
import org.junctor.http.api.ClientTracking;
import org.junctor.http.api.Excesses;

/** What all transports of one path share. */
record Place(
        RouterPort router,
        Listener listener,
        Settings settings,
        Transports transports,
        Excesses excesses,
        ClientTracking.OfPath tracking) {}
