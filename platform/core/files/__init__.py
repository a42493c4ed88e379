"""แฟ้มเอกสาร: uploads and scans, kept by their content, listed in their district alone."""
