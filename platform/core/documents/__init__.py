"""Official papers (เอกสารราชการ): structured content in, Thai PDF out.

`content` holds the plain values (light, anybody may import it); `order` and `slip` render them and
bring Typst, fontTools and pythainlp along, so only what runs in a worker imports those.
"""
