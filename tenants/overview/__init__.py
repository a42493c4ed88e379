"""ภาพรวมของเขต: the first page of an office, which says what is missing, who does it and by when."""
