package org.junctor.core;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever clients send, in whatever order: see {@link SessionScript}. */
final class SessionFuzzTest {
    @FuzzTest
    void noScriptDisturbsABystanderOrLeavesAnythingBehind(byte[] script) {
        new SessionScript(script).play();
    }
}
