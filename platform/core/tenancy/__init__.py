"""สำนักงานเขตและสำนักพัฒนาสังคม: the offices, and the one place that says whose data a transaction may touch."""
