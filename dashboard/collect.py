"""Collects what the page loads: one script, two typefaces, compressed ahead of time.

`python -m dashboard.collect` writes `dashboard/assets/built/`: files named by their content, each beside its
`.br` and `.gz` sibling where that is worth having, and `manifest.json`, which names them; in `dash/`
Dash's own scripts, packed, and its tags for a page; in `templates/` those of all pages, compiled. The same
inputs give the same bytes, but for a word of chance in the tags. Everything comes from installed packages,
nothing from the network.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from dashboard import typefaces
from dashboard.mount import tags
from dashboard.mount.tags import PREFIX

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
BUILT = ASSETS / "built"
VENDOR = HERE / "vendor"
MOUNT = HERE / "mount" / "dash_mount.py"
MANIFEST = "manifest.json"

POOL = BUILT / "dash"
TAGS = "tags.json"
ADDRESS = "/assets/"
"""What the addresses of the files begin with."""

PLOTLY = "plotly.js"
CALLBACKS = "callbacks.js"
PAGE_SCRIPT = "page.js"
"""Of every page: how links and controls change it; with a chart, its hover and what starts Dash."""

PAGE_PARTS = ("filter.js", "hover.js", "intent.js", "navigate.js", "play.js", "search.js", "share.js")
FONT_CSS = "fonts.css"
LICENCES = "licences.txt"

SMALL_PLOTLY = "plotly.js-basic-dist-min/plotly-basic.min.js"
PACKAGES = ("dash", "plotly")


class BuiltFile(msgspec.Struct, frozen=True):
    """One file of `dashboard/assets/built/`.

    `file` is its name there, `sha256` that of its bytes (hex), `bytes` their number, `encodings` the content
    codings ("br", "gzip") that it has siblings for.
    """

    file: str
    sha256: str
    bytes: int
    encodings: tuple[str, ...]

    def sibling(self, encoding: str) -> str:
        """The name of the file that holds the same content in a content coding."""
        return self.file + {"br": ".br", "gzip": ".gz"}[encoding]


class Manifest(msgspec.Struct, frozen=True):
    """What was collected: `files` by logical name ("app.js", "fonts.css", ...), from inputs of `fingerprint`.

    `plotly` is "basic" or "full". Without npm there is only the full one, and no "fonts.css".
    """

    fingerprint: str
    plotly: str
    files: Mapping[str, BuiltFile]


def load(built: Path = BUILT) -> Manifest | None:
    """Reads the manifest; None where nothing was collected or where its inputs have changed since."""
    try:
        raw = json.loads((built / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return None
    if raw["fingerprint"] != fingerprint():
        return None
    files = {
        name: BuiltFile(**{**entry, "encodings": tuple(entry["encodings"])})
        for name, entry in raw["files"].items()
    }
    return Manifest(raw["fingerprint"], raw["plotly"], files)


def fingerprint() -> str:
    """Hex digest of all that decides what is collected, cheap enough for every start."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package}=={version(package)}\n".encode())
    modules = (Path(__file__), Path(typefaces.__file__), MOUNT)
    for path in (*modules, VENDOR / "package-lock.json", *own_scripts()):
        digest.update(f"{path.name}:{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def own_scripts() -> list[Path]:
    """Our scripts, in the order of their names."""
    return sorted(ASSETS.glob("*.js"))


def plotly_script() -> Path:
    """The charts' library: the small one where npm has installed it, else the Python package's own."""
    small = VENDOR / "node_modules" / SMALL_PLOTLY
    if small.is_file():
        return small
    import plotly

    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


class _Sources(HTMLParser):
    """The addresses of the scripts in a page of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src")
        if tag == "script" and source:
            self.found.append(source)


def pack_dash(pool: Path, before: Sequence[str]) -> None:
    """Packs what Dash serves and writes its tags, once for all processes: too slow while a reader waits.

    `before` are the addresses of what is loaded before Dash's components.
    """
    from flask import Flask

    from dashboard.mount.dash_mount import DashMount

    server, sources = Flask("collect"), _Sources()
    mount = DashMount(server, before)
    made = mount.tags()
    sources.feed(made.html)
    pool.mkdir(parents=True, exist_ok=True)
    tags.write(pool / TAGS, made)
    client = server.test_client()
    for address in (a for a in sources.found if a.startswith(PREFIX)):
        content = client.get(address).get_data()
        for coding, packed in compressed(address, content).items():
            write(pool / f"{hashlib.sha256(content).hexdigest()}.{'br' if coding == 'br' else 'gz'}", packed)


def hashed(name: str, content: bytes) -> str:
    """`app.js` as `app.0123456789ab.js`."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{suffix}"


def fonts() -> dict[str, bytes]:
    """The typefaces by their file's name, and the style sheet that declares them.

    Empty where npm has installed none.
    """
    faces = typefaces.faces(VENDOR / "node_modules" / "@fontsource-variable")
    if not faces:
        return {}
    rules = [face.rule.replace("url()", f"url({hashed(face.name, face.content)})") for face in faces]
    return {**{face.name: face.content for face in faces}, FONT_CSS: ("\n".join(rules) + "\n").encode()}


def licences() -> bytes:
    """The licences of everything in the folder, as their packages give them."""
    import dash
    import plotly

    packages = Path(dash.__file__).parent
    dist_info = packages.parent
    sources = {f"npm {path.parent.name}": path for path in sorted(VENDOR.glob("node_modules/**/LICENSE"))}
    sources |= {f"dash {path.name}": path for path in sorted(packages.glob("dcc/*.LICENSE.txt"))}
    for package in (dash, plotly):
        name = f"{package.__name__}-{version(package.__name__)}.dist-info"
        sources |= {
            f"python {package.__name__}": path for path in sorted((dist_info / name).rglob("LICENSE*"))
        }
    parts = [f"== {name}\n\n{path.read_text('utf-8').strip()}\n" for name, path in sources.items()]
    return "\n".join(parts).encode()


def write(path: Path, content: bytes) -> None:
    """Writes a file aside and moves it into place, so that nobody reads half of it."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(aside).chmod(0o644)
    Path(aside).replace(path)


def compressed(name: str, content: bytes, quality: int = 11) -> dict[str, bytes]:
    """The content by content coding; none for typefaces, which are compressed already."""
    if name.endswith(".woff2"):
        return {}
    import brotli

    return {"br": brotli.compress(content, quality=quality), "gzip": gzip.compress(content, 9, mtime=0)}


def place(name: str, content: bytes, built: Path) -> BuiltFile:
    """Writes a file under its hashed name, with its siblings."""
    siblings = compressed(name, content)
    entry = BuiltFile(
        hashed(name, content), hashlib.sha256(content).hexdigest(), len(content), tuple(siblings)
    )
    write(built / entry.file, content)
    for encoding, packed in siblings.items():
        write(built / entry.sibling(encoding), packed)
    return entry


def collect(built: Path = BUILT) -> Manifest:
    """Collects into a folder and removes what an earlier run left there.

    Raises TypefaceError, naming the package and what was expected of it, where one has changed its ways.
    """
    inputs = fingerprint()
    plotly = plotly_script()
    kind = "basic" if plotly.name == Path(SMALL_PLOTLY).name else "full"
    contents = {
        PLOTLY: plotly.read_bytes(),
        CALLBACKS: (ASSETS / "figure.js").read_bytes(),
        PAGE_SCRIPT: b"".join((ASSETS / name).read_bytes() for name in PAGE_PARTS),
        **fonts(),
        LICENCES: licences(),
    }
    built.mkdir(parents=True, exist_ok=True)
    files = {name: place(name, content, built) for name, content in contents.items()}
    # Both import what imports this module.
    from dashboard.web.templates import COMPILED, compile_all

    compile_all(built / COMPILED.name)
    pack_dash(built / POOL.name, [ADDRESS + files[name].file for name in (PLOTLY, CALLBACKS)])
    manifest = Manifest(inputs, kind, files)
    document: dict[str, Any] = msgspec.to_builtins(manifest)
    write(built / MANIFEST, (json.dumps(document, indent=2, sort_keys=True) + "\n").encode())
    wanted = {MANIFEST} | {entry.file for entry in files.values()}
    wanted |= {entry.sibling(encoding) for entry in files.values() for encoding in entry.encodings}
    for path in built.iterdir():
        # A leading dot marks a file that another run is still writing.
        if path.is_file() and path.name not in wanted and not path.name.startswith("."):
            path.unlink(missing_ok=True)
    return manifest


def main() -> int:
    """Collects, and says in one line what came of it."""
    try:
        manifest = collect()
    except typefaces.TypefaceError as error:
        sys.stderr.write(f"The page's files were not collected: {error}\n")
        return 1
    script = manifest.files[PLOTLY]
    packed = (BUILT / script.sibling("br")).stat().st_size
    faces = "with" if FONT_CSS in manifest.files else "without"
    sys.stdout.write(
        f"Collected {script.file}: {script.bytes:,} bytes, {packed:,} with brotli "
        f"({manifest.plotly} plotly.js, {faces} typefaces)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
