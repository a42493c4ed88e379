"""คุณภาพข้อมูล: what looks wrong in a district's records, until somebody corrects or explains it (F93, M15)."""
