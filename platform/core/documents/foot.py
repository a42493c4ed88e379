"""The foot of a signed paper's last page: where it can be checked, and how it was signed."""

from typing import Any

from core.documents.content import Verification
from core.documents.qr import qr_svg
from core.documents.text import line_pieces

CHECK_LEAD = "ตรวจสอบความถูกต้องของเอกสารได้ที่"


def foot_lines(verification: Verification | None, signed_by_note: str) -> list[str]:
    """The small lines at the foot. An address, a code and a hash keep their own digits."""
    lines = []
    if verification is not None:
        lines = [
            f"{CHECK_LEAD} {verification.url}",
            f"รหัสเอกสาร {verification.code} · ค่าตรวจสอบ SHA-256 {verification.sha256}",
        ]
    if signed_by_note:
        lines.append(signed_by_note)
    return lines


def foot_values(verification: Verification | None, signed_by_note: str) -> dict[str, Any] | None:
    """What the Typst templates print at the foot; None where there is nothing to say."""
    lines = foot_lines(verification, signed_by_note)
    if not lines:
        return None
    picture = None if verification is None else qr_svg(verification.url, border=0)
    return {"picture": picture, "lines": [pieces_of_line(line) for line in lines]}


def pieces_of_line(line: str) -> list[str]:
    """Technical words stay as they are; `line_pieces` would give them Thai digits."""
    pieces: list[str] = []
    for word in line.split():
        pieces.extend([word] if word.isascii() else line_pieces(word))
        pieces[-1] += " "
    pieces[-1] = pieces[-1].rstrip()
    return pieces
