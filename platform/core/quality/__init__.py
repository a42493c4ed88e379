"""คุณภาพข้อมูล: the rules that records are held against, and the findings that the city may count (F93)."""
