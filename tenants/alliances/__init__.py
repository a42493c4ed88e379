"""เครือข่ายเชิงประเด็นและตามโครงสร้างหน้าที่: networks that cross the zones, and networks inside networks (M40-M41)."""
