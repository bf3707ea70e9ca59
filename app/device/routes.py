"""The service worker, the manifest for installing, and the page for when there is no network."""

import json
from functools import cache
from hashlib import sha256

from starlette.responses import JSONResponse, Response

from app.web.addresses import STATIC, address, static_address
from app.web.endpoint import get
from app.web.pages import page
from app.web.requests import Request

SHELL = (
    "app.css",
    "htmx.js",
    "app.js",
    "draft.js",
    "favicon.svg",
    "fonts/fira-sans-latin-400.woff2",
    "fonts/fira-sans-latin-600.woff2",
)
# The browser asks for it again at each visit, so that a new version is there at once.
FRESH = {"Cache-Control": "no-cache"}
ICONS = [
    {"src": "icon-192.png", "sizes": "192x192", "type": "image/png"},
    {"src": "icon-512.png", "sizes": "512x512", "type": "image/png"},
    {"src": "favicon.svg", "sizes": "any", "type": "image/svg+xml"},
]


def offline(request: Request) -> Response:
    return page(request, "device/offline.html")


def manifest(request: Request) -> Response:
    """What a phone needs to put the site beside its other apps."""
    start = address("home", request.language)
    content = {
        "name": f"Gemeinwerk {request.settings.city}",
        "short_name": "Gemeinwerk",
        "lang": request.language,
        "id": "/",
        "scope": "/",
        "start_url": start,
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [icon | {"src": static_address(icon["src"])} for icon in ICONS],
    }
    return JSONResponse(content, headers=FRESH, media_type="application/manifest+json")


def worker(request: Request) -> Response:
    """The service worker; it changes with whatever it keeps."""
    script = _worker(request.settings.language_codes)
    return Response(script, headers=FRESH, media_type="text/javascript")


@cache
def _worker(languages: tuple[str, ...]) -> str:
    offline_pages = {each: address("device:offline", each) for each in languages}
    kept = json.dumps({"shell": [*map(static_address, SHELL)], "offline": offline_pages})
    script = (STATIC / "sw.js").read_text()
    templates = static_address("app.css")
    version = sha256(f"{kept}{script}{templates}".encode()).hexdigest()[:10]
    return f'const VERSION = "{version}";\nconst KEPT = {kept};\n{script}'


routes = [
    get("/offline", offline, "device:offline"),
    get("/manifest.webmanifest", manifest, "device:manifest"),
]
data_routes = [get("/sw.js", worker, "device:worker")]
