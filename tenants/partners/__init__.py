"""ภาคีเครือข่าย: organisations of the four sectors that work with the networks, and what they give (F20, F62)."""
