package org.junctor.auth.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules for names of subjects. */
final class SubjectTest {
    private static final int UTF8 = 0x0c;
    private static final int OCTET_STRING = 0x04;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=joe,O=Example|CN=joe,O=Example|true",
                "cn=joe, o=Example|CN=joe,O=Example|true",
                "CN=*,O=Example|CN=joe,O=Example|true",
                "CN=joe|CN=joe,O=Example|false",
                "CN=joe,O=Example|CN=joe|false",
                "CN=joe,O=Example|O=Example,CN=joe|false",
                "CN=joe,O=Example|CN=Joe,O=Example|false",
                "CN=joe,O=Example|CN=joe,O=Example,C=DE|false",
                "CN=joe,O=Example|CN=joe,OU=x,O=Example|false",
                "CN=*,O=Example|CN=joe,CN=root,O=Example|false",
                "CN=*,O=Example|O=joe,O=Example|false",
                "CN=j*,O=Example|CN=joe,O=Example|false",
                "CN=joe,O=Example|CN=*,O=Example|false",
                "CN=joe,O=Example|CN=\"joe,O=Example\"|false",
                "CN=\"joe,O=Example\"|CN=joe,O=Example|false",
                "EMAILADDRESS=a@b.c,CN=joe|EMAILADDRESS=a@b.c,CN=joe|true",
                "E=a@b.c,CN=joe|EMAILADDRESS=a@b.c,CN=joe|true",
                "CN=joe+OU=x,O=Example|OU=x+CN=joe,O=Example|true"
            })
    void nameFitsAttributeByAttribute(String rule, String name, boolean fits) {
        Subject subject = Subject.of(new X500Principal(name));

        assertNotNull(subject);
        Subject wanted = Subject.rule(rule);
        assertNotNull(wanted);
        assertEquals(fits, wanted.fits(subject));
    }

    @Test
    void A05_nameWithAZeroOctetFitsNothing() {
        assertNull(Subject.of(commonName(UTF8, "joe\0.evil.example")));
        assertNull(Subject.of(commonName(UTF8, "joe\n")));
        assertNull(Subject.of(commonName(OCTET_STRING, "joe")));
        assertNotNull(Subject.of(commonName(UTF8, "joe")));
    }

    @Test
    void whatIsNoNameIsNoRule() {
        assertNull(Subject.rule("joe"));
        assertNull(Subject.rule("XYZ=joe"));
        assertNull(Subject.rule(""));
    }

    /** A name of one CN with just this value, which no library would write. */
    private static X500Principal commonName(int type, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        byte[] oid = HexFormat.of().parseHex("0603550403");
        int inner = oid.length + 2 + value.length;
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.writeBytes(new byte[] {0x30, (byte) (inner + 4), 0x31, (byte) (inner + 2), 0x30, (byte) inner});
        der.writeBytes(oid);
        der.writeBytes(new byte[] {(byte) type, (byte) value.length});
        der.writeBytes(value);
        return new X500Principal(der.toByteArray());
    }
}
