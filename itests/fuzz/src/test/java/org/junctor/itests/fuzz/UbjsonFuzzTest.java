package org.junctor.itests.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets as UBJSON. */
final class UbjsonFuzzTest {
    @FuzzTest
    void anyOctetsAreTakenOrRefused(byte[] octets) {
        Octets.check("ubjson", octets);
    }
}
