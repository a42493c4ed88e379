"""What describes a release: a Frictionless data package, and DCAT with the fields of the Thai government catalogue.

DCAT 3 and DCAT-AP as JSON-LD; Data Package 2.0; the names of the Thai fields are those of the GD
Catalogue's CKAN extension (DOMAIN 6.3).
"""

from collections.abc import Callable, Iterable
from typing import Any

from core.i18n.dates import Language, last_of_month, to_bangkok
from core.reporting.released import Released
from core.tenancy.scope import DEPARTMENT

LICENCE = "Open Data Common"
LICENCE_URL = "https://opendatacommons.org/"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
LANGUAGES = (
    "http://publications.europa.eu/resource/authority/language/THA",
    "http://publications.europa.eu/resource/authority/language/ENG",
)
MISSING = ("",)
KEYWORDS = (
    ("ชุมชน", "communities"),
    ("เครือข่ายชุมชน", "community networks"),
    ("ตัวชี้วัด", "indicators"),
    ("กรุงเทพมหานคร", "Bangkok"),
)

Address = Callable[[Released, str], str]
"""The address of a release's page (""), or of its file of a kind ("csv", "json", "datapackage.json")."""


def data_package(release: Released, address: Address) -> dict[str, Any]:
    """`datapackage.json` of a release (Data Package 2.0)."""
    name = f"{release.office.slug}-{release.dataset}-{release.number}"
    schema = {
        "fields": [_field(each) for each in release.fields],
        "primaryKey": _key(release.names),
        "missingValues": list(MISSING),
    }
    common = {"schema": schema, "encoding": "utf-8"}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "id": str(release.id),
        "title": _titles(release)[0],
        "description": _description(release),
        "x-title-en": _titles(release)[1],
        "x-description-en": release.description("en"),
        "homepage": address(release, ""),
        "version": f"{release.number}.0.0",
        "created": _moment(release),
        "licenses": [{"title": LICENCE, "path": LICENCE_URL}],
        "contributors": [{"title": release.office.title_th, "roles": ["publisher"]}],
        "sources": [{"title": source_words(release, "th")}],
        "keywords": [word for pair in KEYWORDS for word in pair],
        "resources": [
            {
                "name": release.dataset,
                "type": "table",
                "path": address(release, "csv"),
                "format": "csv",
                "mediatype": "text/csv",
                "dialect": {"delimiter": ",", "header": True},
                **common,
            },
            {
                "name": f"{release.dataset}-json",
                "type": "table",
                "path": address(release, "json"),
                "format": "json",
                "mediatype": "application/json",
                **common,
            },
        ],
        "x-sha256": release.sha256,
        "x-gd-catalog": thai_fields(release, address),
    }


def thai_fields(release: Released, address: Address) -> dict[str, Any]:
    """The metadata that the Thai government catalogue asks for (DOMAIN 6.3)."""
    first, last = release.first_month, last_of_month(release.last_month)
    return {
        "title": _titles(release)[0],
        "owner_org": release.office.title_th,
        "maintainer": release.details["contact"],
        "objective": release.details["objective"],
        "update_frequency_unit": "เดือน",
        "update_frequency_interval": 1,
        "geo_coverage": release.details["coverage"],
        "data_source": source_words(release, "th"),
        "data_collect": f"{first.isoformat()}/{last.isoformat()}",
        "data_format": ["CSV", "JSON"],
        "data_category": "ข้อมูลสาธารณะ",
        "data_type": "ข้อมูลสถิติ",
        "license_id": LICENCE,
        "accessible_condition": "ไม่มีเงื่อนไข จำนวนคนตั้งแต่ 1 ถึง 4 คนถูกปกปิด",
        "created_date": to_bangkok(release.released_at).date().isoformat(),
        "last_updated_date": to_bangkok(release.released_at).date().isoformat(),
        "data_language": ["ไทย", "อังกฤษ"],
        "data_support": release.details["contact"],
        "url": address(release, ""),
        "allow_harvest": True,
    }


def source_words(release: Released, language: Language) -> str:
    """The system that the figures come from, and whose."""
    if language == "th":
        return f"ระบบเครือข่ายชุมชน {release.office.title_th}"
    return f"Community network system, {release.office.title_en}"


def coverage_words(release: Released, language: Language) -> str:
    """What a row is about; releases of old say it in Thai alone."""
    thai = str(release.details["coverage"])
    return thai if language == "th" else str(release.details.get("coverage_en", thai))


def dcat_catalogue(releases: Iterable[Released], address: Address, home: str) -> dict[str, Any]:
    """All public data sets as one DCAT catalogue (JSON-LD)."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "spdx": "http://spdx.org/rdf/terms#",
            "gdc": f"{home}#",
        },
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": _both(
            "ข้อมูลเปิดเครือข่ายชุมชนกรุงเทพมหานคร", "Open data of Bangkok's community networks"
        ),
        "dct:description": _both(
            "ชุดข้อมูลที่สำนักพัฒนาสังคมและสำนักงานเขตเปิดเผยต่อสาธารณะ",
            "Data sets that the department and the district offices have released",
        ),
        "dct:publisher": {
            "@type": "foaf:Agent",
            "foaf:name": _both(
                "สำนักพัฒนาสังคม กรุงเทพมหานคร",
                "Social Development Department, Bangkok Metropolitan Administration",
            ),
        },
        "dct:language": [{"@id": each} for each in LANGUAGES],
        "dct:license": {"@id": LICENCE_URL},
        "foaf:homepage": {"@id": home},
        "dcat:dataset": [_dataset(each, address) for each in releases],
    }


def _dataset(release: Released, address: Address) -> dict[str, Any]:
    thai = thai_fields(release, address)
    return {
        "@id": address(release, ""),
        "@type": "dcat:Dataset",
        "dct:identifier": str(release.id),
        "dct:title": _both(*_titles(release)),
        "dct:description": _both(release.description("th"), release.description("en")),
        "dct:publisher": {
            "@type": "foaf:Agent",
            "foaf:name": _both(release.office.title_th, release.office.title_en),
        },
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": release.details["contact"],
        },
        "dct:issued": _typed(_moment(release), "dateTime"),
        "dct:modified": _typed(_moment(release), "dateTime"),
        "dct:accrualPeriodicity": {"@id": FREQUENCY},
        "dct:license": {"@id": LICENCE_URL},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(release.first_month.isoformat(), "date"),
            "dcat:endDate": _typed(last_of_month(release.last_month).isoformat(), "date"),
        },
        "dct:spatial": {
            "@type": "dct:Location",
            "dct:title": _both("กรุงเทพมหานคร", "Bangkok")
            if release.office.code == DEPARTMENT
            else _both(release.office.name_th, release.office.name_en),
        },
        "dcat:version": str(release.number),
        "dcat:keyword": [word for pair in KEYWORDS for word in _both(*pair)],
        "dcat:landingPage": {"@id": address(release, "")},
        "dcat:distribution": [
            _distribution(release, address, "csv", "CSV", "text/csv"),
            _distribution(release, address, "json", "JSON", "application/json"),
        ],
        **{f"gdc:{name}": value for name, value in thai.items()},
    }


def _distribution(
    release: Released, address: Address, kind: str, title: str, media_type: str
) -> dict[str, Any]:
    return {
        "@id": address(release, kind),
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:accessURL": {"@id": address(release, "")},
        "dcat:downloadURL": {"@id": address(release, kind)},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dct:license": {"@id": LICENCE_URL},
    }


def _field(field: dict[str, Any]) -> dict[str, Any]:
    described = {
        "name": field["name"],
        "type": field["type"],
        "title": field["title_th"],
        "description": field["title_en"],
    }
    if field["name"] in {"numerator", "denominator", "value"}:
        described["x-unit-field"] = "unit"
    if field["name"] == "month":
        described["constraints"] = {"required": True}
    if field["name"] in {"zone", "zone_id"}:
        # Empty is the whole district, a part of the key, and not a value that is missing.
        described["missingValues"] = []
    return described


def _key(names: list[str]) -> list[str]:
    """What tells rows apart; releases of old knew zones by name alone."""
    zone = "zone_id" if "zone_id" in names else "zone"
    return [name for name in names if name in {"district_code", zone, "month", "indicator"}]


def _titles(release: Released) -> tuple[str, str]:
    """In both languages; a release of example figures says so wherever it is listed."""
    if not release.is_example:
        return release.title_th, release.title_en
    return f"{release.title_th} (ข้อมูลตัวอย่าง)", f"{release.title_en} (example data)"


def _description(release: Released) -> str:
    return (
        f"{release.description('th')} ในการเผยแพร่ครั้งนี้ปกปิดไว้ {release.suppressed} ช่อง "
        "ช่องที่ว่างมีสถานะบอกเหตุในคอลัมน์ status"
    )


def _moment(release: Released) -> str:
    return to_bangkok(release.released_at).replace(microsecond=0).isoformat()


def _both(thai: str, english: str) -> list[dict[str, str]]:
    return [{"@value": thai, "@language": "th"}, {"@value": english, "@language": "en"}]


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}
