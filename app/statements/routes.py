"""Every page and act of consultations and statements."""

from app.statements import (
    consultation_pages,
    handing_in,
    invitation_pages,
    paper_pages,
    sheet_pages,
    statement_pages,
)

routes = [
    *consultation_pages.routes,
    *statement_pages.routes,
    *sheet_pages.routes,
    *handing_in.routes,
    *invitation_pages.routes,
    *paper_pages.routes,
]
