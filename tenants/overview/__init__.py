"""ภาพรวมของเขต: the first page of an office, which says what is missing, who does it and by when.

`demo_bangna.json` and `demo_accounts.json` fill an installation that is marked as a demonstration.
Everything in them is invented and says so (ชุมชนตัวอย่าง, นายตัวอย่าง), but for three figures of the
source study: 38 communities, 39,000 people living in them and 5 zones (M17, M18).
"""
