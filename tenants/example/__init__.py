"""ข้อมูลตัวอย่าง: the example office that a demo shows. Everything invented here is marked ตัวอย่าง on every page."""
