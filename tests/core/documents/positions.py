"""Where things stand on a finished page, in points and in millimetres from its top left corner."""

import pymupdf

CENTIMETRE = 72 / 2.54
LEFT, RIGHT = 3 * CENTIMETRE, 19 * CENTIMETRE
MIDDLE = (LEFT + RIGHT) / 2


def lines_of(page):
    """Every line of text with its box, in the order of the page from top to bottom."""
    found = [
        ("".join(span["text"] for span in line["spans"]).strip(), pymupdf.Rect(line["bbox"]))
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", [])
    ]
    return sorted((line for line in found if line[0]), key=lambda line: line[1].y0)


def line_with(page, words):
    return next(line for line in lines_of(page) if words in line[0])


def middle_of(box):
    return (box.x0 + box.x1) / 2


def in_millimetres(points):
    return points * 25.4 / 72


def spans_of(page):
    """Every run of letters with its font, size and box."""
    return [
        span
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", [])
        for span in line["spans"]
        if span["text"].strip()
    ]


def body_lines(page):
    """The lines between the margins: no mark of the page, no words of the next, no foot."""
    top, bottom = 2.4 * CENTIMETRE, page.rect.height - 1.9 * CENTIMETRE
    return [line for line in lines_of(page) if line[1].y0 >= top and line[1].y1 <= bottom]


def pages_of(pdf):
    """The pages of a PDF that stays open as long as they do."""
    return list(pymupdf.open(stream=pdf))
