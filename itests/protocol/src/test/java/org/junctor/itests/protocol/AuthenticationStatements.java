package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who one is (spec: "Authentication"), as far as there is a method for it: anonymous. */
interface AuthenticationStatements extends OnWire {
    private Peer hello(Router router, Map<String, Object> details) {
        Peer peer = router.connect(wire());
        Map<String, Object> all = new HashMap<>(details);
        all.put("roles", Session.PLAIN_ROLES);
        peer.send(Type.HELLO, Router.OPEN, all);
        return peer;
    }

    @Test
    default void T01_theFirstMethodThatCanBeUsedIsTaken(Router router) {
        for (List<String> methods : List.of(
                List.of("anonymous"),
                List.of("x_unheard_of", "anonymous"),
                List.of("ticket", "wampcra", "anonymous"))) {
            JsonNode welcome = hello(router, Map.of("authmethods", methods)).receive(Type.WELCOME);
            assertEquals("anonymous", welcome.get(2).path("authmethod").asText());
        }
        hello(router, Map.of("authmethods", List.of())).receive(Type.WELCOME);
    }

    @Test
    default void T01_withoutAUsableMethodThereIsNoSession(Router router) {
        Peer peer = hello(router, Map.of("authmethods", List.of("x_unheard_of")));

        Session.expectAbort(peer, "wamp.error.no_matching_auth_method");
    }

    @Test
    default void T03_welcomeTellsWhoOneIs(Router router) {
        JsonNode details = hello(
                        router, Map.of("authid", "root", "authrole", "admin", "authmethods", List.of("anonymous")))
                .receive(Type.WELCOME)
                .get(2);

        assertEquals("anonymous", details.path("authmethod").asText());
        assertEquals("anonymous", details.path("authrole").asText(), "not the role that was asked for");
        assertTrue(details.path("authid").asText().length() > 3, details::toString);
        assertTrue(!details.path("authid").asText().equals("root"), "not the id that was asked for");
        assertTrue(details.path("authprovider").isTextual(), details::toString);
        assertEquals(Router.OPEN, details.path("realm").asText());
    }
}
