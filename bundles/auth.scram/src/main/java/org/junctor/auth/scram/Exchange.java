package org.junctor.auth.scram;

import org.jspecify.annotations.Nullable;

/**
 * One handshake as far as both sides know it.
 *
 * @param authid who the client says it is, prepared by SASLprep
 * @param clientNonce the nonce of HELLO
 * @param nonce the nonce of CHALLENGE
 * @param bound what the proof is bound to; null if the client has not asked for that
 * @param account what the client must prove
 */
record Exchange(String authid, String clientNonce, String nonce, @Nullable Bound bound, Account account) {}
