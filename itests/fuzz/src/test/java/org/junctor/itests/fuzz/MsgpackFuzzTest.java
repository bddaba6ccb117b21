package org.junctor.itests.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets as MessagePack. */
final class MsgpackFuzzTest {
    @FuzzTest
    void anyOctetsAreTakenOrRefused(byte[] octets) {
        Octets.check("msgpack", octets);
    }
}
