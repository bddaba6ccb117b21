/** What methods with a password share, on the client's side and on the router's: key derivation, and the formulas of WAMP-CRA and SCRAM. */
@Export
@Version("0.1.0")
@NullMarked
package org.junctor.api.password;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
