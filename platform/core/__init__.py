"""The kernel that both tiers stand on. It knows no feature of the districts and none of the city."""
