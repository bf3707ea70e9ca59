"""A spreadsheet in the OpenDocument format: a small archive with three plain files."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from html import escape

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}"'
    for name, space in (
        ("office", "office:1.0"),
        ("table", "table:1.0"),
        ("text", "text:1.0"),
        ("style", "style:1.0"),
        ("fo", "xsl-fo-compatible:1.0"),
    )
)
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_STYLES = """\
<style:style style:name="head" style:family="table-cell">\
<style:table-cell-properties fo:wrap-option="wrap"/>\
<style:text-properties fo:font-weight="bold"/></style:style>\
<style:style style:name="plain" style:family="table-cell">\
<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>"""

Table = tuple[str, Sequence[Sequence[str]], Sequence[int]]


def opendocument(tables: Iterable[Table]) -> bytes:
    """The tables (name, rows, widths of columns in characters), every cell a text."""
    whole = list(tables)
    widths = sorted({width for _, _, widths in whole for width in widths})
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_SPACES} '
        'office:version="1.3">'
        f"<office:automatic-styles>{_STYLES}{''.join(map(_width, widths))}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(_table(*table) for table in whole)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return out.getvalue()


def _table(name: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in widths)
    if not widths:
        columns = f'<table:table-column table:number-columns-repeated="{_broadest(rows)}"/>'
    lines = "".join(_row(row, "plain" if at else "head") for at, row in enumerate(rows))
    return f'<table:table table:name="{escape(_seen(name))}">{columns}{lines}</table:table>'


def _row(cells: Sequence[str], style: str) -> str:
    return f"<table:table-row>{''.join(_cell(text, style) for text in cells)}</table:table-row>"


def _cell(text: str, style: str) -> str:
    if not text:
        return f'<table:table-cell table:style-name="{style}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in _seen(text).split("\n"))
    kind = 'office:value-type="string"'
    return f'<table:table-cell table:style-name="{style}" {kind}>{lines}</table:table-cell>'


def _width(characters: int) -> str:
    return (
        f'<style:style style:name="w{characters}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{min(characters, 60) * 0.2:.1f}cm"/>'
        "</style:style>"
    )


def _broadest(rows: Sequence[Sequence[str]]) -> int:
    return max((len(row) for row in rows), default=1)


def _seen(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(each for each in text if each >= " " or each in "\n\t")
