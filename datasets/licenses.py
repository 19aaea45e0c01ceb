"""The register of licences: CKAN's own fifteen, and those that German administrations use.

Sources: CKAN 2.12's default register (ids, titles, flags as an interface fact); DCAT-AP.de licence
vocabulary (ids and addresses, http://dcat-ap.de/def/licenses/).
"""

from dataclasses import asdict, dataclass
from functools import lru_cache


@dataclass(frozen=True)
class License:
    """One licence; the four flags are for which kinds of works it is meant."""

    id: str
    title: str
    url: str = ""
    family: str = ""
    maintainer: str = ""
    status: str = "active"
    od_conformance: str = "not reviewed"
    osd_conformance: str = "not reviewed"
    domain_content: bool = False
    domain_data: bool = True
    domain_software: bool = False
    is_generic: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether data under this licence may be used by everybody for everything."""
        return "approved" in (self.od_conformance, self.osd_conformance)

    def to_dict(self) -> dict[str, str | bool]:
        """Return all fields."""
        return asdict(self)


def _german(short: str, title: str, url: str, *, is_open: bool = True) -> License:
    """Return an entry of the German list."""
    return License(short, title, url, od_conformance="approved" if is_open else "not reviewed")


_DL = "https://www.govdata.de/"
_CC = "https://creativecommons.org/"

_GERMAN = (
    _german(
        "dl-de/by-2-0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        f"{_DL}dl-de/by-2-0",
    ),
    _german(
        "dl-de-by-2.0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        f"{_DL}dl-de/by-2-0",
    ),
    _german(
        "dl-de/zero-2-0", "Datenlizenz Deutschland – Zero – Version 2.0", f"{_DL}dl-de/zero-2-0"
    ),
    _german(
        "dl-de-zero-2.0", "Datenlizenz Deutschland – Zero – Version 2.0", f"{_DL}dl-de/zero-2-0"
    ),
    _german(
        "dl-de/by-1-0",
        "Datenlizenz Deutschland – Namensnennung – Version 1.0",
        f"{_DL}dl-de/by-1-0",
    ),
    _german(
        "dl-de/by-nc-1-0",
        "Datenlizenz Deutschland – Namensnennung – nicht kommerziell – Version 1.0",
        f"{_DL}dl-de/by-nc-1-0",
        is_open=False,
    ),
    _german(
        "cc-zero/1.0", "Creative Commons CC Zero 1.0 (CC0)", f"{_CC}publicdomain/zero/1.0/deed.de"
    ),
    _german(
        "cc-by/4.0",
        "Creative Commons Namensnennung 4.0 (CC BY 4.0)",
        f"{_CC}licenses/by/4.0/deed.de",
    ),
    _german(
        "cc-by-sa/4.0",
        "Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 (CC BY-SA 4.0)",
        f"{_CC}licenses/by-sa/4.0/deed.de",
    ),
    _german(
        "cc-by/3.0-de",
        "Creative Commons Namensnennung 3.0 Deutschland (CC BY 3.0 DE)",
        f"{_CC}licenses/by/3.0/de/",
    ),
)

_OD = "http://www.opendefinition.org/licenses/"
_DEFAULT = (
    License("notspecified", "License not specified", is_generic=True, domain_data=False),
    License("odc-pddl", "Open Data Commons Public Domain Dedication and License (PDDL)", f"{_OD}odc-pddl", od_conformance="approved"),
    License("odc-odbl", "Open Data Commons Open Database License (ODbL)", f"{_OD}odc-odbl", od_conformance="approved"),
    License("odc-by", "Open Data Commons Attribution License", f"{_OD}odc-by", od_conformance="approved"),
    License("cc-zero", "Creative Commons CCZero", f"{_OD}cc-zero", od_conformance="approved", domain_content=True),
    License("cc-by", "Creative Commons Attribution", f"{_OD}cc-by", od_conformance="approved", domain_content=True, domain_data=False),
    License("cc-by-sa", "Creative Commons Attribution Share-Alike", f"{_OD}cc-by-sa", od_conformance="approved", domain_content=True, domain_data=False),
    License("gfdl", "GNU Free Documentation License", f"{_OD}gfdl", od_conformance="approved", domain_content=True, domain_data=False),
    License("other-open", "Other (Open)", od_conformance="approved", is_generic=True, domain_content=True),
    License("other-pd", "Other (Public Domain)", od_conformance="approved", is_generic=True, domain_content=True, domain_software=True),
    License("other-at", "Other (Attribution)", od_conformance="approved", is_generic=True, domain_content=True),
    License("uk-ogl", "UK Open Government Licence (OGL)", "http://reference.data.gov.uk/id/open-government-licence", od_conformance="approved", domain_content=True),
    License("cc-nc", "Creative Commons Non-Commercial (Any)", "http://creativecommons.org/licenses/by-nc/2.0/", domain_content=True, domain_data=False),
    License("other-nc", "Other (Non-Commercial)", is_generic=True, domain_data=False),
    License("other-closed", "Other (Not Open)", is_generic=True, domain_data=False),
)  # fmt: skip


@lru_cache(maxsize=1)
def licenses() -> dict[str, License]:
    """Return the register by id, German licences first."""
    return {entry.id: entry for entry in (*_GERMAN, *_DEFAULT)}


def license_get(license_id: str) -> License | None:
    """Return the register's entry, or None for a licence that it does not know."""
    return licenses().get(license_id)
