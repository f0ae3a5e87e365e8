"""Figures: amounts, areas and counts, with their units and roles."""
