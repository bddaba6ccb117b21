"""Writes the folder of a node that knows joe by every authentication method, for the clients that log in:

    logins_node.py FOLDER PORT TLS_PORT

joe's secret is "secret of joe" everywhere; his key is the seed of 32 octets 0x01, whose public half is written down here. The
certificates are made with openssl.
"""

import hashlib
import hmac
import json
import subprocess
import sys
from pathlib import Path

from argon2.low_level import Type, hash_secret, hash_secret_raw
from nacl.signing import SigningKey

SECRET = b"secret of joe"
SALT = b"salt of 16 bytes"
TIME, MEMORY = 32, 512


def keys(salted_password):
    """What a router keeps of a password (spec: "SCRAM")."""
    client_key = hmac.new(salted_password, b"Client Key", "sha256").digest()
    server_key = hmac.new(salted_password, b"Server Key", "sha256").digest()
    return {"stored-key": hashlib.sha256(client_key).hexdigest(), "server-key": server_key.hex()}


def scram():
    """joe in autobahn's dialect, where the hash is taken as the text that Argon2 writes."""
    salted = hash_secret(SECRET, SALT, TIME, MEMORY, 1, 32, Type.ID).decode().split("$")[-1].encode()
    return {"kdf": "argon2id-13", "iterations": TIME, "memory": MEMORY, "salt": SALT.hex(), **keys(salted), "role": "user"}


def wamp_scram():
    """joe by the specification."""
    salted = hash_secret_raw(SECRET, SALT, TIME, MEMORY, 1, 32, Type.ID)
    return {"kdf": "argon2id13", "iterations": TIME, "memory": MEMORY, "salt": SALT.hex(), **keys(salted), "role": "user"}


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def certificates(folder):
    """An authority, and what it signs: the router's certificate, joe's, and that of somebody whom the router does not know."""
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(folder, "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=authority")
    for name, subject in (("server", "/CN=localhost"), ("joe", "/CN=joe"), ("stranger", "/CN=stranger")):
        (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1")
        openssl(folder, "req", "-new", *curve, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject)
        openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
                "-out", f"{name}.crt", "-days", "2", "-extfile", "names")
    der = subprocess.run(["openssl", "x509", "-in", "joe.crt", "-outform", "DER"], cwd=folder, check=True, capture_output=True)
    return hashlib.sha256(der.stdout).hexdigest()


def main(folder, port, tls_port):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fingerprint = certificates(folder)
    everything = {"uri": "", "match": "prefix", "allow": {"call": True, "register": True, "publish": True, "subscribe": True}}
    secret = {"secret": SECRET.decode(), "role": "user"}
    salted = {**secret, "salt": "salt123", "iterations": 1000, "keylen": 32}
    auth = {
        "ticket": {"type": "static", "principals": {"joe": {"ticket": SECRET.decode(), "role": "user"}}},
        "wampcra": {"type": "static", "users": {"joe": secret, "salted": salted}},
        "scram": {"type": "static", "principals": {"joe": scram()}},
        "wamp-scram": {"type": "static", "principals": {"joe": wamp_scram()}},
        "cryptosign": {
            "type": "static",
            "principals": {"joe": {"authorized_keys": [SigningKey(b"\1" * 32).verify_key.encode().hex()], "role": "user"}},
        },
        "cookie": {},
    }
    endpoint = {"type": "tcp", "interface": "127.0.0.1", "port": int(port)}
    tls = {"certificate": "server.crt", "key": "server.key", "ca_certificates": ["ca.crt"]}
    by_certificate = {"tls": {"type": "static", "principals": {"joe": {"certificate-sha256": fingerprint, "role": "user"}}}}
    cookie = {"store": {"type": "memory"}, "max_age": 600, "secure": False}
    node = {
        "version": 2,
        "workers": [{
            "type": "router",
            "realms": [{"name": "realm1", "roles": [{"name": "user", "permissions": [everything]}]}],
            "transports": [
                {"type": "web", "endpoint": endpoint, "paths": {
                    "/": {"type": "nodeinfo"}, "ws": {"type": "websocket", "auth": auth, "cookie": cookie}}},
                {"type": "web", "endpoint": {**endpoint, "port": int(tls_port), "tls": tls}, "paths": {
                    "/": {"type": "nodeinfo"}, "ws": {"type": "websocket", "auth": by_certificate}}},
            ],
        }],
    }
    (folder / "config.json").write_text(json.dumps(node, indent=2))


if __name__ == "__main__":
    main(*sys.argv[1:])
