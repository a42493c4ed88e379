"""ผู้ใช้งานของสำนักงานเขต: the office's accounts, and the slips and codes by which people get in."""
