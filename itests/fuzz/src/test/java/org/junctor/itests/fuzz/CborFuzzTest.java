package org.junctor.itests.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets as CBOR. */
final class CborFuzzTest {
    @FuzzTest
    void anyOctetsAreTakenOrRefused(byte[] octets) {
        Octets.check("cbor", octets);
    }
}
