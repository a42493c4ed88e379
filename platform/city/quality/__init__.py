"""คุณภาพข้อมูลของทุกเขต: how many records of each district look wrong, in numbers alone (F93)."""
