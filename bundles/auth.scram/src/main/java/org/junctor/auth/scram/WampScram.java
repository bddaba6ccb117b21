package org.junctor.auth.scram;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.password.ScramMessage;
import org.junctor.api.security.Authenticator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The method {@code wamp-scram}, by the specification. */
@Component(
        service = Authenticator.class,
        property = {Authenticator.METHOD + "=wamp-scram", Authenticator.PRINCIPALS + ":Boolean=true"})
public final class WampScram extends Scram {
    /** The method as it is. */
    @Activate
    public WampScram() {
        this(new SecureRandom());
    }

    /** For tests, which know what will be drawn. */
    WampScram(SecureRandom random) {
        super("wamp-scram", random);
    }

    @Override
    String nonce(String clientNonce, byte[] own) {
        return clientNonce + Base64.getEncoder().encodeToString(own);
    }

    @Override
    String kdf(Account.Cost cost) {
        return cost.kdf();
    }

    @Override
    String message(Exchange exchange) {
        Bound bound = exchange.bound();
        return new ScramMessage(
                        exchange.authid(),
                        exchange.clientNonce(),
                        exchange.nonce(),
                        exchange.account().salt(),
                        exchange.account().cost().iterations(),
                        bound == null ? ScramMessage.UNBOUND : bound.field())
                .text();
    }

    @Override
    boolean binds() {
        return true;
    }

    @Override
    boolean continues(Exchange exchange, Options extra) throws ProtocolViolation {
        Bound bound = exchange.bound();
        return exchange.nonce().equals(extra.text("nonce"))
                && Objects.equals(bound == null ? null : bound.type(), extra.text("channel_binding"))
                && Objects.equals(bound == null ? null : bound.octets(), extra.text("cbind_data"));
    }

    @Override
    String verifier() {
        return "verifier";
    }
}
