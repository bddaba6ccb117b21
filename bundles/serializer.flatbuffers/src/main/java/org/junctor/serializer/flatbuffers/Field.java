package org.junctor.serializer.flatbuffers;

import java.util.List;

/**
 * A field of a table.
 *
 * @param slot its place in the schema's table, from 0 on
 * @param key its name in WAMP: of a field of the message, or of one of its options or details
 * @param alias another name of it as an option; empty if there is none
 * @param names what the values of a {@link Kind#NAME} stand for; empty where a value stands for nothing
 * @param fallback the number that is meant, and not written, when the field is absent
 */
record Field(int slot, Kind kind, String key, String alias, List<String> names, long fallback) {
    private static final List<String> MATCHES = List.of("exact", "prefix", "wildcard");
    private static final List<String> POLICIES = List.of("single", "first", "last", "roundrobin", "random");
    private static final List<String> MODES = List.of("skip", "kill", "killnowait");
    private static final List<String> METHODS = List.of("anonymous", "ticket", "wampcra", "scram", "cryptosign");
    private static final List<String> SCHEMES = List.of("", "cryptobox", "mqtt", "xbr", "opaque");
    private static final List<String> SERIALIZERS =
            List.of("", "json", "msgpack", "cbor", "ubjson", "opaque", "flatbuffers", "flexbuffers");
    private static final List<String> CIPHERS = List.of("", "xsalsa20poly1305", "aes256gcm");

    static Field of(int slot, Kind kind, String key) {
        return new Field(slot, kind, key, "", List.of(), 0);
    }

    static Field id(int slot, String key) {
        return of(slot, Kind.UINT64, key);
    }

    static Field text(int slot, String key) {
        return of(slot, Kind.TEXT, key);
    }

    static Field flag(int slot, String key) {
        return of(slot, Kind.BOOL, key);
    }

    static Field excludeMe(int slot) {
        return new Field(slot, Kind.BOOL, "exclude_me", "", List.of(), 1);
    }

    static Field match(int slot) {
        return new Field(slot, Kind.NAME, "match", "", MATCHES, 0);
    }

    static Field invoke(int slot) {
        return new Field(slot, Kind.NAME, "invoke", "", POLICIES, 0);
    }

    static Field mode(int slot, int fallback) {
        return new Field(slot, Kind.NAME, "mode", "", MODES, fallback);
    }

    static Field method(int slot, String key) {
        return new Field(slot, Kind.NAME, key, "", METHODS, 0);
    }

    static Field methods(int slot) {
        return new Field(slot, Kind.NAMES, "authmethods", "", METHODS, 0);
    }

    static Field scheme(int slot) {
        return new Field(slot, Kind.NAME, "enc_algo", "ppt_scheme", SCHEMES, 0);
    }

    static Field serializer(int slot) {
        return new Field(slot, Kind.NAME, "enc_serializer", "ppt_serializer", SERIALIZERS, 0);
    }

    static Field cipher(int slot) {
        return new Field(slot, Kind.NAME, "ppt_cipher", "ppt_cipher", CIPHERS, 0);
    }

    static Field keyId(int slot) {
        return new Field(slot, Kind.TEXT, "enc_key", "ppt_keyid", List.of(), 0);
    }
}
