"""คู่มือการพัฒนาเครือข่ายชุมชน: where the department writes, reviews and publishes the manual's editions.

`edition_1.json` is the first edition (ฉบับที่ ๑), in the shape of `core.manual.structure`: the four
chapters of M114 and the annex of the eight forms that the source study names. Where the study gives
no rule or leaves one open (M87-M91), the clause says that the choice is this edition's own.
"""
