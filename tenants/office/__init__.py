"""ข้อมูลสำนักงานเขต: letterhead, how orders are numbered, what is published, and who acts for the director."""
