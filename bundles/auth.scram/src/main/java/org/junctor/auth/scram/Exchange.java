package org.junctor.auth.scram;

/**
 * One handshake as far as both sides know it.
 *
 * @param authid who the client says it is, prepared by SASLprep
 * @param clientNonce the nonce of HELLO
 * @param nonce the nonce of CHALLENGE
 * @param account what the client must prove
 */
record Exchange(String authid, String clientNonce, String nonce, Account account) {}
