"""งวดข้อมูล: the months of a district's data, confirmed by the zones, closed by the section, approved by the director."""
