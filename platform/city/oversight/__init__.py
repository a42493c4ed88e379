"""การเข้าดูเขต: the department reads the papers of one district, for a written reason and a limited time."""
