"""The few things of WordprocessingML that python-docx has no words for."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "TH SarabunPSK"
OTHER_NAMES = "TH Sarabun New,Sarabun"
BODY_SIZE = 16
_FIRST_ZIP_YEAR = (1980, 1, 1, 0, 0, 0)


def element_of(part: Any) -> Any:
    """The XML behind one of python-docx's objects."""
    return part._element  # noqa: SLF001 - its only name


def add_run(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    size: float = BODY_SIZE,
    dotted: bool = False,
    grey: bool = False,
) -> Run:
    """Text in the papers' font, for Thai letters (complex script) as for all others."""
    run = paragraph.add_run(text)
    properties = element_of(run).get_or_add_rPr()
    properties.append(_fonts())
    if bold:
        _append(properties, "w:b")
        _append(properties, "w:bCs")
    if grey:
        _append(properties, "w:color", val="595959")
    _append(properties, "w:sz", val=str(round(size * 2)))
    _append(properties, "w:szCs", val=str(round(size * 2)))
    if dotted:
        _append(properties, "w:u", val="dotted")
    return run


def set_defaults(document: Document) -> None:
    """The font, its size and the language of everything that says nothing else."""
    for properties in document.styles.element.iter(qn("w:rPrDefault")):
        for child in list(properties):
            properties.remove(child)
        run = OxmlElement("w:rPr")
        run.append(_fonts())
        _append(run, "w:sz", val=str(BODY_SIZE * 2))
        _append(run, "w:szCs", val=str(BODY_SIZE * 2))
        language = OxmlElement("w:lang")
        for name, value in (("val", "en-US"), ("eastAsia", "en-US"), ("bidi", "th-TH")):
            language.set(qn(f"w:{name}"), value)
        run.append(language)
        properties.append(run)
    normal = document.styles["Normal"]
    own = normal.element.get_or_add_rPr()
    for child in list(own):
        own.remove(child)
    own.append(_fonts())
    _append(own, "w:sz", val=str(BODY_SIZE * 2))
    _append(own, "w:szCs", val=str(BODY_SIZE * 2))
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = 1.0
    spacing.widow_control = True


def add_page_field(paragraph: Paragraph) -> None:
    """The page's number, in the digits of its section."""
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = add_run(paragraph, "")
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            element_of(run).append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            element_of(run).append(instruction)


def count_pages_in_thai(document: Document) -> None:
    """Page numbers in Thai digits."""
    format_of_numbers = OxmlElement("w:pgNumType")
    format_of_numbers.set(qn("w:fmt"), "thaiNumbers")
    document.element.body.get_or_add_sectPr().insert_element_before(
        format_of_numbers, "w:cols", "w:vAlign", "w:titlePg", "w:docGrid"
    )


def add_rule(paragraph: Paragraph) -> None:
    """A line under the whole paragraph, as wide as its indents leave it."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    element_of(paragraph).get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


def float_picture(
    run: Run, picture: bytes, *, height: Length, centred: bool, top: Length, words: str
) -> None:
    """A picture at a fixed place of its page, in the text's columns; `words` describe it."""
    run.add_picture(BytesIO(picture), height=height)
    drawing = element_of(run).find(qn("w:drawing"))
    inline = drawing[0]
    place = "<wp:align>center</wp:align>" if centred else "<wp:posOffset>0</wp:posOffset>"
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="margin">{place}</wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{int(top)}</wp:posOffset></wp:positionV>'
        "</wp:anchor>"
    )
    for child in list(inline):
        anchor.append(child)
        if child.tag == qn("wp:extent"):
            anchor.append(OxmlElement("wp:wrapNone"))
        if child.tag == qn("wp:docPr"):
            child.set("descr", words)
    drawing.replace(inline, anchor)


def pin_table_to_foot(table: Any) -> None:
    """A table that stands at the foot of its page, whatever is above it."""
    place = OxmlElement("w:tblpPr")
    for name, value in (
        ("horzAnchor", "margin"),
        ("vertAnchor", "margin"),
        ("tblpXSpec", "left"),
        ("tblpYSpec", "bottom"),
    ):
        place.set(qn(f"w:{name}"), value)
    element_of(table).tblPr.insert_element_before(
        place, "w:tblOverlap", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"
    )


def repeat_row(row: Any) -> None:
    """The row stands again on every page of its table."""
    _append(element_of(row).get_or_add_trPr(), "w:tblHeader")


def name_fonts(document: Document) -> None:
    """Tell Word which fonts to take where the first is missing."""
    for part in document.part.package.iter_parts():
        if not str(part.partname).endswith("/fontTable.xml"):
            continue
        table = parse_xml(part.blob)
        for known in list(table):
            table.remove(known)
        table.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{FONT}"><w:altName w:val="{OTHER_NAMES}"/>'
                '<w:charset w:val="DE"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
            )
        )
        part._blob = serialize_part_xml(table)  # noqa: SLF001 - a part without a class of its own


def fixed_bytes(document: Document) -> bytes:
    """The file with the same clock in every entry, so that equal content gives equal bytes."""
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]
    saved, fixed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            plain = ZipInfo(entry.filename, date_time=_FIRST_ZIP_YEAR)
            plain.compress_type = ZIP_DEFLATED
            target.writestr(plain, source.read(entry))
    return fixed.getvalue()


def _fonts() -> BaseOxmlElement:
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    return fonts


def _append(properties: BaseOxmlElement, tag: str, **values: str) -> None:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    properties.append(element)
