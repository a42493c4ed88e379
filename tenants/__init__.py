"""What the 50 district offices do: one folder a feature, in the order in which they build on each other."""
