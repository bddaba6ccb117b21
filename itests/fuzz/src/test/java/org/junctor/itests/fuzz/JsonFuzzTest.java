package org.junctor.itests.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets as JSON. */
final class JsonFuzzTest {
    @FuzzTest
    void anyOctetsAreTakenOrRefused(byte[] octets) {
        Octets.check("json", octets);
    }
}
