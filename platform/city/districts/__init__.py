"""สำนักงานเขต ๕๐ เขต as the department sees them: catalogue, boundaries, and each district's months."""
