/** Black box tests of the started distribution, with raw peers that can send anything. */
@NullMarked
package org.junctor.itests.protocol;

import org.jspecify.annotations.NullMarked;
