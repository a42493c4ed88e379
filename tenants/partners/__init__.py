"""ภาคีเครือข่าย: organisations of the four sectors, their contacts, memoranda and contributions."""
