"""A pack as one HTML file without any request to elsewhere; the same page, printed, is the PDF."""

import base64
from html import escape

from cspdash.charts.tables import Cell, Table
from cspdash.charts.theme import LIGHT
from cspdash.exports.picture import picture
from cspdash.pack.pages import Drawing, Pack, Page

MARKS = {"concern": "◆ ", "improvement": "✓ "}
STYLE = f"""
@page {{ size: A4 landscape; margin: 14mm 14mm 18mm 14mm;
  @bottom-left {{ content: element(footing); width: 88%; }}
  @bottom-right {{ content: counter(page) " of " counter(pages); font: 9pt Arial, sans-serif; }} }}
html {{ font: 12pt/1.4 Arial, "Liberation Sans", sans-serif; color: {LIGHT.TEXT}; background: {LIGHT.PAPER}; }}
body {{ max-width: 72rem; margin: 0 auto; padding: 1rem; }}
h1 {{ font-size: 2.1rem; line-height: 1.2; margin: 0 0 .6rem; }}
h2 {{ font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }}
section {{ border-top: 3px solid {LIGHT.OBSERVED}; padding-top: .8rem; margin: 2.2rem 0; }}
.lead {{ font-size: 1.15rem; max-width: 62rem; margin: 0 0 .5rem; }}
.mark {{ font-weight: 700; border: 2px solid {LIGHT.CONCERN}; padding: .4rem .7rem; display: inline-block; }}
figure {{ margin: .8rem 0; break-inside: avoid; }}
figure img {{ width: 100%; max-width: 60rem; height: auto; display: block; }}
figcaption, .small {{ font-size: .8rem; color: {LIGHT.QUIET}; margin: .3rem 0; }}
.pair {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(26rem, 1fr)); gap: 1rem; }}
@media (max-width: 34rem) {{ .pair {{ display: block; }} }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; font-size: .85rem; margin: .6rem 0; }}
caption {{ text-align: left; font-weight: 700; padding: .3rem 0; }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid {LIGHT.GRID}; }}
thead th {{ border-bottom: 2px solid {LIGHT.QUIET}; }}
tr {{ break-inside: avoid; }}
.num {{ text-align: right; }}
.concern {{ color: {LIGHT.CONCERN}; font-weight: 700; }}
.improvement {{ color: {LIGHT.IMPROVEMENT}; font-weight: 700; }}
.footing {{ font-size: .75rem; color: {LIGHT.QUIET}; }}
.running {{ position: running(footing); font: 8pt Arial, sans-serif; color: {LIGHT.QUIET}; }}
@media screen {{ .running {{ display: none; }} }}
@media print {{ .pair {{ grid-template-columns: 1fr 1fr; }}
  body {{ max-width: none; padding: 0; }} section {{ break-before: page; margin: 0; }}
  .footing {{ display: none; }} .notes {{ display: none; }}
  figure img {{ max-height: 125mm; width: auto; max-width: 100%; }}
  .wide {{ overflow: visible; }} }}
"""


def html_of(pack: Pack) -> str:
    """Return the whole pack as one HTML document: headings in order, tables with headers, pictures with alt texts."""
    body = "".join(_page(page, pack) for page in pack.pages)
    mark = f'<p class="mark">{escape(pack.origin.mark)}</p>'
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(pack.title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>'
        f'<div class="running">{escape(pack.footer)}</div>'
        f"<main><h1>{escape(pack.title)}</h1>{mark}{_cover(pack)}{body}</main></body></html>"
    )


def cover_lines(pack: Pack) -> list[str]:
    """Return what the cover says below the title."""
    return [
        f"Area: {pack.place}",
        f"Period of the plan: {pack.period}",
        f"Data to {pack.data_to}; data release {pack.origin.release}, built {pack.built.day} {pack.built:%B %Y}",
    ]


def _cover(pack: Pack) -> str:
    lines = "".join(f'<p class="lead">{escape(line)}</p>' for line in cover_lines(pack))
    contents = "".join(f'<li><a href="#{escape(page.slug)}">{escape(page.title)}</a></li>' for page in pack.pages)
    return f'{lines}<nav aria-label="Contents"><ol>{contents}</ol></nav>'


def _page(page: Page, pack: Pack) -> str:
    parts = [f'<section id="{escape(page.slug)}"><h2>{escape(page.title)}</h2>']
    parts += [f'<p class="lead">{escape(line)}</p>' for line in page.lead]
    parts += [table_html(table) for table in page.tables]
    drawn = "".join(_figure(drawing, pack) for drawing in page.drawings)
    parts += [f'<div class="pair">{drawn}</div>' if len(page.drawings) > 1 else drawn]
    parts += [_list(page.bullets)]
    if page.caveats:
        parts += ['<div class="small"><strong>Before you read it</strong>', _list(page.caveats), "</div>"]
    if page.notes:
        parts += ['<details class="notes"><summary>Notes for the speaker</summary>', _list(page.notes), "</details>"]
    return "".join([*parts, f'<p class="footing">{escape(pack.footer)}</p></section>'])


def _list(lines: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>" if lines else ""


def _figure(drawing: Drawing, pack: Pack) -> str:
    drawn = picture(drawing.figure, drawing.title, drawing.alt, "", "svg", pack.origin.mark)
    data = base64.b64encode(drawn).decode()
    return (
        f'<figure><img alt="{escape(drawing.alt)}" src="data:image/svg+xml;base64,{data}">'
        f"<figcaption>{escape(drawing.source)}</figcaption></figure>"
    )


def table_html(table: Table) -> str:
    """Return a table as HTML with caption and header cells."""
    head = "".join(f'<th scope="col"{_number(i, table)}>{escape(name)}</th>' for i, name in enumerate(table.columns))
    rows = "".join(
        "<tr>" + "".join(_cell(cell, i, table) for i, cell in enumerate(row)) + "</tr>" for row in table.rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(table.caption)}"><table>'
        f"<caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _number(index: int, table: Table) -> str:
    return ' class="num"' if index in table.numeric else ""


def _cell(cell: Cell, index: int, table: Table) -> str:
    if index == 0:
        return f'<th scope="row">{escape(cell.text)}</th>'
    if cell.tone in MARKS:
        return f'<td class="{cell.tone}">{MARKS[cell.tone]}{escape(cell.text)}</td>'
    return f"<td{_number(index, table)}>{escape(cell.text)}</td>"
