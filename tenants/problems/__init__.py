"""ปัญหาและแนวทางแก้ไข: what a zone suffers from, why, who owns the answer, and what has been done."""
