"""The counties and prefectures of a place."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scenarios.base_year import Head
from scenarios.csv_files import Row, read_table
from scenarios.place_folder import Folder, source_of
from scenarios.problems import shown, unknown
from sim.declare import Label
from sim.inputs import COUNTY_CLASSES, County

_COUNTY_COLUMNS = ("code", "name_en", "population")

_COUNTY_EXTRAS = (
    *("name_zh", "prefecture", "county_class", "row", "col", "population_source", "urban_share"),
    *("urban_share_source", "relative_rural_income", "relative_urban_income", "relative_source"),
    *("partner", "partner_verified", "partner_source", "mountain_sea_partner"),
    *("mountain_sea_verified", "mountain_sea_source", "note"),
)

_COUNTY_SOURCES = (
    *("population_source", "urban_share_source", "relative_source", "partner_source"),
    "mountain_sea_source",
)


def read_prefectures(where: Folder) -> dict[str, Label]:
    """Prefectures by key."""
    if not where.has("prefectures.csv"):
        return {}
    rows = read_table(
        where.file("prefectures.csv"),
        where.called("prefectures.csv"),
        ("key", "name_en"),
        ("name_zh", "population_2000", "population_2010", "population_2020", "source", "note"),
        where.findings,
    )
    found: dict[str, Label] = {}
    for row in rows or []:
        key = row.text("key")
        if not key:
            row.mistake("key", "is empty")
        elif key in found:
            row.mistake("key", f"{shown(key)} is given twice")
        else:
            found[key] = Label(row.text("name_en", key), row.text("name_zh", row.text("name_en")))
        for column in row.cells:
            if column.startswith("population") and row.text(column):
                row.number(column, 0, 2e9, "persons")
        source_of(where, row)
    return found


def read_counties(where: Folder, head: Head, prefectures: Mapping[str, Label]) -> list[County]:
    """The counties; a place that lists none is one plain county of its own name."""
    if not where.has("counties.csv"):
        title = head.title
        words = Label(f"one plain county called {title.en}", f"一个平原县，名为{title.zh}")
        where.assume("counties.csv", ["counties"], [words])
        return [_only_county(head)]
    rows = read_table(
        where.file("counties.csv"),
        where.called("counties.csv"),
        _COUNTY_COLUMNS,
        _COUNTY_EXTRAS,
        where.findings,
    )
    if rows is None:
        return []
    if not rows:
        where.findings.mistake(where.called("counties.csv"), None, (), "lists no county")
    counties: list[County] = []
    lines: dict[str, Row] = {}
    tiles: dict[tuple[int, int], str] = {}
    for row in rows:
        county = _county(where, row, head, prefectures)
        if county is None:
            continue
        if county.code in lines:
            row.mistake("code", f"'{county.code}' also stands on line {lines[county.code].line}")
            continue
        if county.row is not None and county.col is not None:
            other = tiles.setdefault((county.row, county.col), county.code)
            if other != county.code:
                taken = Label(f"the tile is taken by county {other}", f"此格已被县{other}占用")
                row.warn("row", taken)
        lines[county.code] = row
        counties.append(county)
    if rows and not any(_is_row_inside(row) for row in rows):
        message = "every county is of class west; the place itself needs at least one"
        where.findings.mistake(where.called("counties.csv"), None, ("county_class",), message)
    _check_partners(counties, lines, {row.text("code") for row in rows})
    return counties


def _only_county(head: Head) -> County:
    return County(
        code=head.name,
        name=head.title,
        prefecture=head.name,
        county_class="plain",
        population=head.values["residents"],
        urban_share=head.values["urbanisation_rate"],
        relative_rural_income=1.0,
        relative_urban_income=1.0,
    )


def _county(where: Folder, row: Row, head: Head, prefectures: Mapping[str, Label]) -> County | None:
    """One county, or ``None`` after noting what its row has wrong."""
    code, name = row.text("code"), row.text("name_en")
    for column in ("code", "name_en"):
        if not row.text(column):
            row.mistake(column, "is empty")
    kind = row.text("county_class", "plain")
    if kind not in COUNTY_CLASSES:
        message = unknown("county class", kind, COUNTY_CLASSES, plural="classes")
        row.mistake("county_class", f"{shown(kind)}: {message}")
    prefecture = row.text("prefecture", head.name)
    is_listed = not prefectures or prefecture in prefectures or kind == "west"
    if row.text("prefecture") and not is_listed:
        message = f"{shown(prefecture)}: {unknown('prefecture', prefecture, prefectures)}"
        row.mistake("prefecture", message)
    population = row.number("population", 1, 2e9, "persons")
    urban_share = _or(row, "urban_share", 0, 1, head.values["urbanisation_rate"])
    rural = _or(row, "relative_rural_income", 0.01, 100, 1.0)
    urban = _or(row, "relative_urban_income", 0.01, 100, 1.0)
    tile = [row.whole(column, 0, 1000) if row.text(column) else None for column in ("row", "col")]
    if (tile[0] is None) != (tile[1] is None) and not (row.text("row") and row.text("col")):
        row.mistake("row", "row and col are given together or not at all")
    for column in ("partner_verified", "mountain_sea_verified"):
        if row.text(column):
            row.yes(column)
    for column in _COUNTY_SOURCES:
        source_of(where, row, column)
    if not code or not name or population is None or None in (urban_share, rural, urban):
        return None
    assert urban_share is not None and rural is not None and urban is not None
    return County(
        code=code,
        name=Label(name, row.text("name_zh", name)),
        prefecture=prefecture,
        county_class=kind,
        population=population,
        urban_share=urban_share,
        relative_rural_income=rural,
        relative_urban_income=urban,
        partner=row.text("partner"),
        sea_partner=row.text("mountain_sea_partner"),
        row=tile[0],
        col=tile[1],
    )


def _or(row: Row, column: str, low: float, high: float, default: float) -> float | None:
    """A cell's number, or the default where the cell is empty."""
    return row.number(column, low, high) if row.text(column) else default


def _check_partners(
    counties: list[County], lines: Mapping[str, Row], codes: Collection[str]
) -> None:
    """A partner is another county of the table; a donor is not itself in the west."""
    west = {county.code for county in counties if not county.is_home}
    for county in counties:
        row = lines[county.code]
        for column, partner in (
            ("partner", county.partner),
            ("mountain_sea_partner", county.sea_partner),
        ):
            if not partner:
                continue
            if partner not in codes:
                row.mistake(column, f"{shown(partner)}: {unknown('county', partner, codes)}")
            elif partner == county.code:
                row.mistake(column, "a county cannot be its own partner")
            elif partner in west:
                row.mistake(column, f"{shown(partner)} is itself in the west")
        if county.partner and county.is_home:
            message = Label(
                "only western counties have a donor; not used", "只有西部县有对口帮扶方；未使用"
            )
            row.warn("partner", message)


def _is_row_inside(row: Row) -> bool:
    return row.text("county_class") != "west"
