"""ประวัติการแก้ไข: who changed what, when and why, written by the database and read by the office."""
