"""Ties cut one by one: the matrix of losses, the brief of one economy, and how both moved over the years."""
