package org.junctor.itests.protocol;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The statements of the specification over transports and serializers that differ much from one another. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.junctor.itests.protocol.Wires#thorough")
record ThoroughMatrixTest(Wire wire) implements AllStatements {}
