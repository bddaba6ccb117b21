package org.junctor.itests.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any octets as FlatBuffers. */
final class FlatBuffersFuzzTest {
    @FuzzTest
    void anyOctetsAreTakenOrRefused(byte[] octets) {
        Octets.check("flatbuffers", octets);
    }
}
