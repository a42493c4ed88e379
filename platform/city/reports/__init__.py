"""รายงานของกรุงเทพมหานครและข้อมูลเปิดของสำนักพัฒนาสังคม: figures of 50 districts, frozen and published."""
