"""Areas: boundaries, links between census geographies, and the areas that both share."""
