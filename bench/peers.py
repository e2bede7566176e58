"""What ours is measured beside, each as small as it can be: a word, a stock Dash app, nginx, plotly alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORD = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"ok\\n"]
"""
"""One word by the server that we use: what is left for everything else."""

STOCK = """
from dash import Dash, dcc, html, Input, Output, callback
import plotly.express as px

shell = Dash(__name__)
app = shell.server
YEARS = list(range(2014, 2027))
shell.layout = html.Div([html.H1("Share of GDP"), dcc.Dropdown(YEARS, 2024, id="year"), dcc.Graph(id="g")])


@callback(Output("g", "figure"), Input("year", "value"))
def draw(year):
    return px.bar(x=[(7 * n + year) % 5 for n in range(32)], y=[f"Ally {n}" for n in range(32)])
"""
"""A chart of 32 bars and a control, as Dash's tutorial has them."""

FLOOR = """<!doctype html><meta charset="utf-8"><title>Floor</title><div id="g"></div>
<script src="plotly.js"></script><script>fetch("figure.json").then((r) => r.json()).then((f) => {
  Plotly.newPlot("g", f.data, f.layout);
});</script>"""
"""Our figure drawn by plotly's small bundle, and nothing else."""

NGINX = """worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{ access_log off; client_body_temp_path {folder}/t; types {{ text/html html; text/javascript js;
application/json json; }} gzip_static on; keepalive_requests 100000000;
server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}"""


@contextmanager
def wsgi(program: str, folder: Path, port: int) -> Iterator[int]:
    """Serves a program as granian serves ours; gives the process's id."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peer.py").write_text(program)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    command += ["--runtime-mode", "mt"]  # as ours
    with _running([*command, "--log-level", "error", "peer:app"], folder, port) as pid:
        yield pid


@contextmanager
def nginx(files: dict[str, bytes], folder: Path, port: int) -> Iterator[int | None]:
    """Serves files by nginx, each `.gz` for its file; gives the process's id, None without nginx."""
    path = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if path is None:
        yield None
        return
    (folder / "www").mkdir(parents=True, exist_ok=True)
    for one in (folder, folder.parent):
        one.chmod(0o755)  # nginx's workers may be another user's
    for name, content in files.items():
        (folder / "www" / name).write_bytes(content)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    with _running([path, "-c", str(folder / "nginx.conf"), "-p", str(folder)], folder, port) as pid:
        yield pid


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[int]:
    process = subprocess.Popen(command, cwd=folder)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                    break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait()
