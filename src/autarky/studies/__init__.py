"""Studies of many equilibria: each made of single solves, resumable, with failures kept beside results.

`leverage`: the loss of every economy when its ties with every other one are cut.
"""
