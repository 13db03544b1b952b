"""How far a figure may lie from the one it is held against, and why."""

ROUNDING = 1e-13  # a few operations in double precision, each right to 1e-16
SUMS = 1e-12  # sums, powers and means over hundreds of cells, each right to 1e-16
SOLVED = 1e-9  # two solutions of the same equations: each stops at residuals of 1e-10 or below
