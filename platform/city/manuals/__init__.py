"""คู่มือการพัฒนาเครือข่ายชุมชน: where the department writes, reviews and publishes the manual's editions.

`edition_1.json` is the first edition (ฉบับที่ ๑), in the shape of `core.manual.structure`: the four
chapters of M114 and the annex of the eight forms that the source study names, the compositions of
the committees, the texts of the papers, the draft by-law and the lists. Where the study gives no rule
or leaves one open (M87-M91), the clause says that the choice is this edition's own.

`parts` names what an edition is made of. Writing (`draft_routes`, `service`), comparing
(`comparison`) and showing it (`routes`, `contents`) all go through the parts; a part's form is in
`entry_forms` or `part_forms`, what it refuses in `checks`.
"""
