"""Official papers (เอกสารราชการ): structured content in, Thai PDF or DOCX out.

`content` holds the plain values (light, anybody may import it). `wording` puts the fixed words of
each kind around them, as an `outline` that `rendering` (Typst) and `word` (python-docx) lay out, so
that both say the same. `register`, `sheets`, `training` and `slip` have layouts of their own.
Whatever renders brings Typst, fontTools, python-docx and pythainlp along, so only what runs in a
worker, or makes one small draft, imports those.
"""
