package org.junctor.auth.scram;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Base64;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.password.KeyDerivation;
import org.junctor.api.security.Authenticator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The method {@code scram}, as autobahn-python and Crossbar have it: other names, nothing escaped, no channel binding field, nothing but
 * the proof in AUTHENTICATE. Keys by Argon2id are made from its Base64 text there, so they are others than those of {@code wamp-scram}.
 */
@Component(
        service = Authenticator.class,
        property = {Authenticator.METHOD + "=scram", Authenticator.PRINCIPALS + ":Boolean=true"})
public final class AutobahnScram extends Scram {
    /** The method as it is. */
    @Activate
    public AutobahnScram() {
        this(new SecureRandom());
    }

    /** For tests, which know what will be drawn. */
    AutobahnScram(SecureRandom random) {
        super("scram", random);
    }

    /** The octets of both, in Base64. */
    @Override
    String nonce(String clientNonce, byte[] own) throws ProtocolViolation {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        try {
            both.writeBytes(Base64.getDecoder().decode(clientNonce));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation("'nonce' of the method scram must be Base64");
        }
        both.writeBytes(own);
        return Base64.getEncoder().encodeToString(both.toByteArray());
    }

    @Override
    String kdf(Account.Cost cost) {
        return cost.kdf().equals(KeyDerivation.ARGON2ID) ? "argon2id-13" : cost.kdf();
    }

    @Override
    String message(Exchange exchange) {
        String nonce = exchange.nonce();
        int iterations = exchange.account().cost().iterations();
        return "n=" + exchange.authid() + ",r=" + exchange.clientNonce() + ",r=" + nonce + ",s="
                + exchange.account().salt() + ",i=" + iterations + ",c=,r=" + nonce;
    }

    @Override
    boolean binds() {
        return false;
    }

    /** A client of this dialect says nothing here; if it does, it must be right. */
    @Override
    boolean continues(Exchange exchange, Options extra) throws ProtocolViolation {
        String nonce = extra.text("nonce");
        return nonce == null || nonce.equals(exchange.nonce());
    }

    @Override
    String verifier() {
        return "scram_server_signature";
    }
}
