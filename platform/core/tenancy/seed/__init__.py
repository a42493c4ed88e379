"""ข้อมูลตั้งต้น: Bangkok's offices and subdistricts, published figures, borders and the tile map.

The files are facts with a source, described column by column in README.md beside them. They are
read once, when an empty database is filled; nothing here is example data.
"""
