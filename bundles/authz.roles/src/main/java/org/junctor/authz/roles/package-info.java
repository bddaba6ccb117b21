/** Permissions of roles, from the configuration of a realm. */
@NullMarked
package org.junctor.authz.roles;

import org.jspecify.annotations.NullMarked;
