"""What the central department (สำนักพัฒนาสังคม) does: manuals, rollout, indicators, dashboards."""
