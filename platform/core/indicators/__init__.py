"""ตัวชี้วัด: measures that features count in a district, the facts that workers keep, and their proof."""
