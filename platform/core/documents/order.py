"""An office order on paper (คำสั่ง), laid out as DOMAIN 5.1 and 5.2 say (M61, M62)."""

from core.documents.content import MemberBlock, MemberLine, OrderDocument
from core.documents.phrases import BLANK
from core.documents.rendering import render_order

__all__ = ["BLANK", "MemberBlock", "MemberLine", "OrderDocument", "render_order"]
