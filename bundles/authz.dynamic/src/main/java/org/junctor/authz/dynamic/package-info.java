/** Authorization by WAMP procedures. */
@NullMarked
package org.junctor.authz.dynamic;

import org.jspecify.annotations.NullMarked;
