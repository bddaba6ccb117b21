package org.junctor.kdf.argon2;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junctor.api.password.KeyDerivation;
import org.osgi.service.component.annotations.Component;

/** Argon2id 1.3 with one lane (RFC 9106), by Bouncy Castle. */
@Component(property = KeyDerivation.KDF + "=" + KeyDerivation.ARGON2ID)
public final class Argon2id implements KeyDerivation {
    private static final int OCTETS = 32;

    @Override
    public String name() {
        return ARGON2ID;
    }

    @Override
    public byte[] derive(char[] password, byte[] salt, int iterations, int memory) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withParallelism(1)
                .withSalt(salt)
                .withIterations(iterations)
                .withMemoryAsKB(memory)
                .build());
        byte[] key = new byte[OCTETS];
        generator.generateBytes(password, key);
        return key;
    }
}
