package org.junctor.itests.protocol;

import org.junit.jupiter.api.extension.ExtendWith;

/** What the statements of the specification have in common: they hold on each transport. */
@ExtendWith(RouterExtension.class)
interface OnWire {
    /** The transport on which they are tested. */
    Wire wire();
}
