"""The map of contributions, with the same as a list, and as GeoJSON."""

from typing import Any

from starlette.responses import JSONResponse, Response

from app.goals.queries import district_choices, district_outlines
from app.problems.cards import cards_html
from app.problems.places import for_map, map_setup
from app.problems.points import Pin, pins, placed, rounded
from app.web.addresses import address
from app.web.endpoint import get
from app.web.pages import page
from app.web.requests import Request

FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}
GEOJSON = "application/geo+json"


def show_map(request: Request) -> Response:
    district = _number(request, "district")
    found = placed(request.db, district, _number(request, "before"))
    query = {"district": str(district)} if district else {}
    response = page(
        request,
        "problems/map.html",
        found=found,
        cards=cards_html(request, found.cards),
        districts=district_choices(request.db),
        district=str(district),
        setup=map_setup(request),
        at=request.query_params.get("at", "")[:20].upper(),
        points_url=address("problems:pins", request.language, query),
        list_url=address("problems:index", request.language, query),
        next_url=found.after
        and address("problems:map", request.language, query | {"before": str(found.after)}),
    )
    return for_map(response, request.settings)


def pins_data(request: Request) -> Response:
    """Where public contributions are."""
    language = request.settings.language_codes[0]
    found = map(rounded, pins(request.db, _number(request, "district")))
    return _collection([_pin_feature(request, pin, language) for pin in found])


def outlines_data(request: Request) -> Response:
    """The districts, as far as their outlines are known."""
    return _collection(
        [
            _feature(
                "MultiPolygon",
                [[ring] for ring in district.shape],
                {"code": district.code, "name": district.name},
            )
            for district in district_outlines(request.db)
            if district.shape
        ]
    )


def _pin_feature(request: Request, pin: Pin, language: str) -> dict[str, Any]:
    path = address("problems:show", language, reference=pin.reference)
    properties = {
        "reference": pin.reference,
        "title": pin.title,
        "language": pin.language,
        "contribution": pin.contribution,
        "url": request.settings.origin + path,
    }
    return _feature("Point", [pin.longitude, pin.latitude], properties)


def _feature(kind: str, coordinates: list[Any], properties: dict[str, str]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> Response:
    content = {"type": "FeatureCollection", "features": features}
    return JSONResponse(content, headers=FOR_EVERYBODY, media_type=GEOJSON)


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 16 else 0


routes = [get("/map", show_map, "problems:map")]
data_routes = [
    get("/data/contributions.geojson", pins_data, "problems:pins"),
    get("/data/districts.geojson", outlines_data, "problems:outlines"),
]
