package org.junctor.api.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The formulas of SCRAM, with the example of RFC 7677 and that of the specification. */
final class ScramKeysTest {
    private static final ScramMessage RFC_7677 = new ScramMessage(
            "user",
            "rOprNGfwEbeRWgbNEkqO",
            "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
            "W22ZaJ0SNY7soEsUEjb6gQ==",
            4096);
    private static final ScramMessage SPECIFICATION =
            new ScramMessage("user", "egVDf3DMJh0=", "egVDf3DMJh0=SBmkFIh7sSo=", "aBc+fx0NAVA=", 4096);

    private static byte[] salted(ScramMessage message) {
        byte[] salt = Base64.getDecoder().decode(message.salt());
        return Pbkdf2.derive("pencil".toCharArray(), salt, (int) message.iterations(), ScramKeys.OCTETS);
    }

    private static void assertProofs(ScramMessage message, String proof, String signature) {
        byte[] salted = salted(message);
        ScramKeys keys = ScramKeys.of(salted);

        assertEquals(proof, Base64.getEncoder().encodeToString(ScramKeys.proof(salted, message.text())));
        assertEquals(signature, Base64.getEncoder().encodeToString(keys.serverSignature(message.text())));
        assertTrue(keys.proves(Base64.getDecoder().decode(proof), message.text()));
    }

    @Test
    void exampleOfTheRfc() {
        assertProofs(
                RFC_7677,
                "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void exampleOfTheSpecification() {
        assertProofs(
                SPECIFICATION,
                "L1uwjEEL7BdbtlWMKxNcQ1A/CmNjct+7xdAguB/rpnA=",
                "AyTAljdPHv74Zx+gn+6DqiFnl4XOZUXpC7k/pSkjBOg=");
    }

    @Test
    void keysOfTheRfc() {
        HexFormat hex = HexFormat.of();
        byte[] salted = salted(RFC_7677);
        ScramKeys keys = ScramKeys.of(salted);

        assertEquals("c4a49510323ab4f952cac1fa99441939e78ea74d6be81ddf7096e87513dc615d", hex.formatHex(salted));
        assertEquals(
                "586e5df283e6dceb5c3e791d8b8528ec191e664045ce971792e2e6b5bb13e2a6", hex.formatHex(keys.storedKey()));
        assertEquals(
                "c1f3cbc1c13a9d35a14c0990eed97629ea225863e566a4314ab99f3f00e5d9d5", hex.formatHex(keys.serverKey()));
    }

    @Test
    void whatIsAlteredProvesNothing() {
        byte[] salted = salted(RFC_7677);
        ScramKeys keys = ScramKeys.of(salted);
        String text = RFC_7677.text();
        byte[] proof = ScramKeys.proof(salted, text);

        for (int i = 0; i < proof.length * 8; i++) {
            byte[] altered = proof.clone();
            altered[i / 8] ^= (byte) (1 << i % 8);
            assertFalse(keys.proves(altered, text));
        }
        assertFalse(keys.proves(proof, text.replace("biws", "cD10bHM=")));
        assertFalse(keys.proves(proof, text.replace("i=4096", "i=4097")));
        assertFalse(keys.proves(new byte[0], text));
        assertFalse(keys.proves(new byte[ScramKeys.OCTETS + 1], text));
    }

    @Test
    void nameCannotSmuggleFieldsIn() {
        assertEquals(
                "n=a=2Cr=3Dx,r=c,r=cs,s=c2FsdA==,i=1,c=biws,r=cs",
                new ScramMessage("a,r=x", "c", "cs", "c2FsdA==", 1).text());
    }

    @Test
    void keysOfAnotherLengthAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ScramKeys(new byte[32], new byte[31]));
    }
}
