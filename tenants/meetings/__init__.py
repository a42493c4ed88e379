"""การประชุม: called, held, minuted, adopted; resolutions become tasks that come back until they are done."""
