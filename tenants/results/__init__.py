"""ผลการดำเนินงานของเขต: the office's own figures, and the records and papers that they stand on."""
