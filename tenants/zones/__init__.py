"""กลุ่มโซน: how a district divides its communities into zones, each membership with its dates."""
