"""The routers that are measured: how each is got, started and stopped. Everything listens on loopback."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
HOME = pathlib.Path(os.environ.get("JUNCTOR_HOME", ROOT / "distribution/target/junctor-0.1.0"))
SOURCE = pathlib.Path(os.environ.get("WAMPLOAD", ROOT.parent / "shared/wampload"))
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "junctor/bench"
SPIN = "spin_us"  # key of a web listener: how long its selector looks for more before it sleeps
OPEN_ROLE = {
    "name": "anonymous",
    "permissions": [
        {"uri": "", "match": "prefix", "allow": {"call": True, "register": True, "publish": True, "subscribe": True}}
    ],
}


class Missing(Exception):
    """A peer that cannot be had here; its column says so."""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def listens(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def connections(port):
    """How many connections the server of a port has."""
    entries = pathlib.Path("/proc/net/tcp").read_text() + pathlib.Path("/proc/net/tcp6").read_text()
    return sum(1 for _ in re.finditer(rf":{port:04X} [0-9A-F]+:[0-9A-F]{{4}} 01 ", entries))


def wait_for(condition, otherwise, seconds=60):
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            raise Missing(otherwise())
        time.sleep(0.05)


def get(*command, cwd=None, env=None):
    """Runs what fetches or builds a program."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(f"{command[0]}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")


def compiled(name, folder, build):
    """A program built from a copy of a folder of the load generator, when its sources are newer than the program."""
    program = CACHE / name
    if not (SOURCE / folder).is_dir():
        sys.exit(f"no load generator in {SOURCE}: set WAMPLOAD to the folder of wampload")
    newest = max(file.stat().st_mtime for file in (SOURCE / folder).rglob("*") if file.is_file())
    if not program.exists() or program.stat().st_mtime < newest:
        with tempfile.TemporaryDirectory() as place:
            copy = pathlib.Path(place) / "source"
            shutil.copytree(SOURCE / folder, copy, copy_function=shutil.copyfile)
            copy.chmod(0o755)
            build(copy, program)
    return program


def go_build(copy, program):
    if shutil.which("go") is None:
        sys.exit("Go is needed to build the load generator (Debian: apt-get install golang-go)")
    get("go", "build", "-mod=mod", "-o", program, ".", cwd=copy)


def wampload():
    CACHE.mkdir(parents=True, exist_ok=True)
    return compiled("wampload", ".", go_build)


class Router:
    """One router under load. ``urls`` says what it speaks: transport → URL."""

    name = ""
    serializers = ("json", "msgpack", "cbor")
    how = signal.SIGTERM

    def __init__(self, folder):
        self.folder = folder
        self.folder.mkdir()
        self.port = free_port()
        self.raw_port = free_port()
        self.urls = {"ws": f"ws://127.0.0.1:{self.port}/ws", "rs": f"tcp://127.0.0.1:{self.raw_port}"}
        self.process = None

    def command(self):
        raise NotImplementedError

    def ready(self):
        return listens(self.port) and listens(self.raw_port)

    def start(self):
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                list(map(str, self.command())), cwd=self.folder, env=self.environment(),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # fmt: skip
        wait_for(lambda: self.process.poll() is not None or self.ready(), lambda: self.complaint("did not start within 60 s"))
        if self.process.poll() is not None:
            raise Missing(self.complaint("ended at its start"))

    def environment(self):
        return None

    def complaint(self, what):
        self.stop()
        said = (self.folder / "log").read_text(errors="replace").strip().splitlines()
        return f"{self.name} {what}: {' / '.join(said[-3:])}"

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.how)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def speaks(self, work):
        return work.transport in self.urls and work.serializer in self.serializers and work.mode in self.modes

    modes = ("rpc", "pubsub", "topics", "prefix", "wildcard", "connect", "idle", "slow")


class Junctor(Router):
    """The distribution as shipped, with a node file of its own."""

    name = "Junctor"

    def __init__(self, folder, keys=None, limits=None, java=""):
        super().__init__(folder)
        self.java = java
        if not (HOME / "bin/junctor").exists():
            sys.exit(f"no distribution in {HOME}: build it first (mvn -pl distribution -am package)")
        endpoint = {"type": "tcp", "interface": "127.0.0.1"}
        paths = {"ws": {"type": "websocket", "options": {"allowed_origins": []}}}
        transports = [
            {"type": "web", "endpoint": endpoint | {"port": self.port}, "paths": paths} | (keys or {}),
            {"type": "rawsocket", "endpoint": endpoint | {"port": self.raw_port}},
        ]
        realm = {"name": "realm1", "roles": [OPEN_ROLE]}
        worker = {"type": "router", "realms": [realm], "transports": transports, "limits": limits or {}}
        (folder / "config.json").write_text(json.dumps({"version": 2, "workers": [worker]}))

    def environment(self):
        return os.environ | {"JUNCTOR_JAVA_OPTS": f"{os.environ.get('JUNCTOR_JAVA_OPTS', '')} {self.java}"}

    def command(self, home=HOME):
        return [home / "bin/junctor", "start", "--cbdir", self.folder]

    def ready(self):
        return "ready in" in (self.folder / "log").read_text()


class Nexus(Router):
    name = "nexus"
    how = signal.SIGINT

    def __init__(self, folder):
        super().__init__(folder)
        self.urls["ws"] = f"ws://127.0.0.1:{self.port}/"
        self.program = compiled("nexus", "peers/nexus", go_build)

    def command(self):
        return [self.program, f"127.0.0.1:{self.port}", f"127.0.0.1:{self.raw_port}"]


class Crossbar(Router):
    name = "Crossbar"

    def __init__(self, folder):
        super().__init__(folder)
        self.program = CACHE / "crossbar/bin/crossbar"
        if not self.program.exists():
            get(sys.executable, "-m", "venv", CACHE / "crossbar")
            get(CACHE / "crossbar/bin/pip", "install", "--quiet", "crossbar")
        endpoint = {"type": "tcp", "interface": "127.0.0.1"}
        serializers = ["cbor", "msgpack", "json"]
        worker = {
            "type": "router",
            "realms": [{"name": "realm1", "roles": [OPEN_ROLE | {"permissions": [
                rule | {"disclose": {"caller": False, "publisher": False}, "cache": True}
                for rule in OPEN_ROLE["permissions"]]}]}],
            "transports": [
                {"type": "web", "endpoint": endpoint | {"port": self.port},
                 "paths": {"/": {"type": "json", "value": {}}, "ws": {"type": "websocket", "serializers": serializers}}},
                {"type": "rawsocket", "endpoint": endpoint | {"port": self.raw_port}, "serializers": serializers},
            ],
        }  # fmt: skip
        (folder / "config.json").write_text(json.dumps({"version": 2, "workers": [worker]}))

    def command(self):
        return [self.program, "start", "--cbdir", self.folder]

    def ready(self):
        return "NODE_BOOT_COMPLETE" in (self.folder / "log").read_text()


class FoxWamp(Router):
    """JSON over WebSocket only."""

    name = "fox-wamp"
    serializers = ("json",)

    def __init__(self, folder):
        super().__init__(folder)
        if shutil.which("npm") is None:
            raise Missing("npm is needed")
        modules = CACHE / "fox"
        if not (modules / "node_modules/fox-wamp").exists():
            modules.mkdir(exist_ok=True)
            get("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "fox-wamp@0.7.28", cwd=modules)
        self.urls = {"ws": f"ws://127.0.0.1:{self.port}/"}
        self.script = folder / "server.js"
        self.script.write_text(
            f"const Router = require({json.dumps(str(modules / 'node_modules/fox-wamp'))});\n"
            f"const router = new Router();\n"
            f"router.getRealm('realm1', () => router.listenWAMP({{port: {self.port}}}));\n"
        )

    def command(self):
        return ["node", self.script]

    def ready(self):
        return listens(self.port)


class Nats(Router):
    """Not WAMP, and without acknowledgements: an outer mark for events."""

    name = "nats-server"
    modes = ("pubsub",)

    def __init__(self, folder):
        super().__init__(folder)
        self.urls = {"ws": f"nats://127.0.0.1:{self.port}", "rs": f"nats://127.0.0.1:{self.port}"}
        self.program = CACHE / "nats-server"
        if not self.program.exists():
            get("go", "install", "github.com/nats-io/nats-server/v2@v2.15.2", env=os.environ | {"GOBIN": str(CACHE)})

    def command(self):
        return [self.program, "-a", "127.0.0.1", "-p", self.port]

    def ready(self):
        return listens(self.port)


class Relay(Router):
    """A loop in C that forwards the same frames and does nothing else: the outer mark for calls."""

    name = "bare relay"
    modes = ("rpc",)

    def __init__(self, folder):
        super().__init__(folder)
        self.urls = {"ws": f"raw://127.0.0.1:{self.port}", "rs": f"raw://127.0.0.1:{self.port}"}
        self.program = compiled(
            "relay", "relay", lambda copy, program: get("gcc", "-O2", "-o", program, "relay.c", cwd=copy))  # fmt: skip

    def command(self):
        return [self.program, self.port]

    def ready(self):
        return listens(self.port)


PEERS = {each.name: each for each in (Nexus, Crossbar, FoxWamp, Nats, Relay)}
MARKS = ("nats-server", "bare relay")
