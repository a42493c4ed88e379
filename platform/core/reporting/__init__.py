"""รายงานและข้อมูลเปิด: reports of a period that never change once published, and what is released to everybody."""
