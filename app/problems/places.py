"""Where the city is: whether a point lies in it, and what a page with a map may ask for."""

from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from app.goals.queries import District, district_outlines
from app.problems.geometry import Pair, lies_in, read_point
from app.process.sentences import N_
from app.settings import Settings
from app.web.forms import Submission
from app.web.middleware import POLICY
from app.web.requests import Request

ELSEWHERE = N_("This point is not in the city. Please choose another one, or only the district.")


def only_here(request: Request, form: Submission[Any]) -> Submission[Any]:
    """The form, refused where its point lies outside the city."""
    point = read_point(form.text("point"))
    if point is None or is_in_city(point, request.settings, district_outlines(request.db)):
        return form
    return form.but("point", ELSEWHERE)


def is_in_city(point: Pair, settings: Settings, districts: Iterable[District]) -> bool:
    """Within the box of the settings, else within a district; anywhere where neither is known."""
    if settings.map_box:
        south, west, north, east = (float(each) for each in settings.map_box.split(","))
        return south <= point[0] <= north and west <= point[1] <= east
    rings = [ring for district in districts for ring in district.shape]
    return not rings or any(lies_in(point, ring) for ring in rings)


def box_of(settings: Settings, districts: Iterable[District]) -> str:
    """What the map shows at first, as south,west,north,east; empty where nothing is known."""
    corners = [corner for district in districts for ring in district.shape for corner in ring]
    if settings.map_box or not corners:
        return settings.map_box
    east, north = (max(each) for each in zip(*corners, strict=True))
    west, south = (min(each) for each in zip(*corners, strict=True))
    return f"{south},{west},{north},{east}"


def map_setup(request: Request) -> dict[str, str]:
    """What the script needs to draw the map of this city; empty where no map is set up."""
    settings = request.settings
    box = box_of(settings, district_outlines(request.db))
    if not box:
        return {}
    return {"box": box, "tiles": settings.map_tiles, "credit": settings.map_credit}


def for_map(response: Response, settings: Settings) -> Response:
    """Let a page with a map ask where the reader is and, if there are tiles, for these."""
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)"
    if settings.tiles_origin:
        images = f"img-src 'self' {settings.tiles_origin}"
        response.headers["Content-Security-Policy"] = POLICY.replace("img-src 'self'", images)
    return response
