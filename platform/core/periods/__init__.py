"""งวดข้อมูล: how far each district's months have come, as the districts write it and the department reads it."""
