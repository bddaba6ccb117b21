package org.junctor.cli;

import java.util.Locale;

/** Weaknesses that a valid node file may have. */
enum Lint {
    ANONYMOUS_ALL(
            "whoever reaches the node may do everything, also in the name of your services",
            "list what clients without a login need, and give your services a role of their own"),
    ANONYMOUS_REGISTER(
            "whoever reaches the node may offer any procedure, and get the calls meant for your services",
            "allow register on a prefix of their own, or only to roles with a login"),
    ANONYMOUS_META(
            "whoever reaches the node may end all sessions (wamp.session.kill_all)",
            "deny call on the prefix wamp. for this role, or allow single procedures of it"),
    AUTHORIZER_REGISTRABLE(
            "who registers this procedure first decides who may log in, and do what",
            "allow register on it to the role of your service alone"),
    ALLOW_BY_DEFAULT(
            "what is forgotten is allowed, the router's own procedures included", "list the permissions instead"),
    DISCLOSE_NEVER(
            "the authorizer decides on disclosure of whatever no permission speaks of, so that never is not kept",
            "have the authorizer answer disclose: false, or remove the key"),
    ORIGINS_ANY(
            "any page that a user of your clients looks at may connect as that user",
            "list the origins of your pages in options.allowed_origins"),
    ORIGIN_NULL(
            "sandboxed frames of any page, and files, have the origin null", "set options.allow_null_origin: false"),
    NO_TLS(
            "passwords, tokens and messages cross the network in the clear",
            "give the endpoint tls, or listen on 127.0.0.1 behind a proxy that has it"),
    KEY_READABLE("others on this machine can read the private key", "chmod 600 the file"),
    USERS_READABLE("others on this machine can read the users' secrets or hashes", "chmod 600 the file"),
    SECRET_READABLE("others on this machine can read the secrets in it", "chmod 600 the file"),
    SOCKET_OPEN("every user of this machine can connect", "use mode \"0660\" and a group, or \"0600\""),
    REQUEST_IDS_OFF(
            "a client whose request ids go wrong gets answers for other requests, and nobody notices",
            "use strict, or monotonic for clients that skip ids"),
    URI_LOOSE(
            "URIs may have capitals, and letters of other scripts that look alike",
            "set limits: {uri.check: strict} if all your URIs are of a to z, 0 to 9 and _"),
    COOKIE_INSECURE("the browser also sends the cookie in the clear, and who has it is logged in", "set secure: true"),
    COOKIE_SAME_SITE(
            "the browser sends the cookie with requests of all other pages, which so connect as the user",
            "use same_site: Lax or Strict"),
    COOKIE_SCRIPT("scripts in a page can read the cookie", "set http_strict: true"),
    DIRECTORY_LISTING("whoever reaches the node sees the names of all files in the folder", "remove the option"),
    NODE_SERVED("keys, users and the configuration can be downloaded", "serve a folder that has nothing else in it"),
    CERTIFICATES_UNVERIFIED(
            "without ca_certificates the endpoint asks for no certificate, so nobody can log in this way",
            "name the authorities in endpoint.tls.ca_certificates"),
    CERTIFICATE_SHA1("a second certificate with the same SHA-1 fingerprint can be made", "use certificate-sha256"),
    TICKET_IN_CLEAR(
            "a ticket is the secret itself, and crosses the network in the clear",
            "use wampcra, scram or cryptosign, or TLS"),
    TICKET_PLAIN(
            "whoever sees the file of users can log in as them",
            "take it out, and have junctor user add --method ticket keep a hash of it"),
    SECRET_SHORT("it can be guessed", "use 16 characters or more, made at random"),
    SECRET_INLINE("whoever sees the file (backups, repositories, support) has it", "use ${file:name} or ${env:NAME}"),
    ITERATIONS_WEAK(
            "who gets the file, or a login that was recorded, finds short passwords in hours",
            "use 100000 iterations of PBKDF2 or more; for Argon2 2 or more and 19456 KiB"),
    JWT_AUDIENCE("a token that was issued for another service is good here", "set audience"),
    JWT_ISSUER("a token of anybody whose key is in the set is good here", "set issuer");

    private final String why;
    private final String remedy;

    Lint(String why, String remedy) {
        this.why = why;
        this.remedy = remedy;
    }

    /** What it is called in the node file and in answers. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What can happen. */
    String why() {
        return why;
    }

    /** What to do. */
    String remedy() {
        return remedy;
    }
}
