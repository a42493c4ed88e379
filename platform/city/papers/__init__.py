"""หลักฐานของเขต: editions that the districts follow, and the evidence cards of their papers, never the papers."""
