"""การรับรองข้อมูลของเขต: the department accepts a district's approved month, or returns it with a reason."""
