/** The key derivation Argon2id. */
@NullMarked
package org.junctor.kdf.argon2;

import org.jspecify.annotations.NullMarked;
