"""Layers turn a physical, legal or financial event into the costs and transfers that acts write into a shock."""
