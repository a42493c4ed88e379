"""รายงานของสำนักงานเขตและข้อมูลเปิด: the district's figures by zone, frozen and published by its director."""
