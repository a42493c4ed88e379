"""ตัวชี้วัดของกรุงเทพมหานคร: what the department reads from the districts' measures, declared as data."""
