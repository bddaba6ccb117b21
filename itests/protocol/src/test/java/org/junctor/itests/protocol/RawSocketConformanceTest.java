package org.junctor.itests.protocol;

/** The statements of the specification over RawSocket. */
final class RawSocketConformanceTest implements AllStatements, OversizedStatements {
    @Override
    public Wire wire() {
        return Wire.RAWSOCKET;
    }
}
