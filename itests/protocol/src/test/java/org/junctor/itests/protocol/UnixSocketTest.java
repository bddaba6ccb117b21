package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junctor.itests.protocol.Wire.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** RawSocket over a Unix domain socket; WebSocket over one is tried with Node's client in {@code itests/clients}. */
@ExtendWith(RouterExtension.class)
final class UnixSocketTest {
    @Test
    void X17_sessionsOfAllTransportsMeet(Router router) {
        Session callee = router.join(Wire.of(Transport.RAWSOCKET_UNIX, Codec.JSON));
        Session caller = router.join(Wire.WEBSOCKET);
        callee.register("org.junctor.test.x17.unix");

        long call = caller.call("org.junctor.test.x17.unix", 42);
        JsonNode invocation = callee.receive(Type.INVOCATION);
        callee.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of(), invocation.get(4));

        assertEquals(42, caller.answer(Type.RESULT, call).get(3).get(0).asInt());
    }

    @Test
    void onlyTheOwnerMayConnectToTheControlSocket(Router router) throws IOException {
        Set<PosixFilePermission> permissions =
                Files.getPosixFilePermissions(router.node().folder().resolve(".control.sock"));

        assertEquals("rw-------", PosixFilePermissions.toString(permissions));
    }
}
