"""คู่มือที่ใช้: the edition of the city's manual that is in force in this district."""
