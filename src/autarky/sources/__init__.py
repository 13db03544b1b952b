"""Data sources: one file each, all with the interface `Source` of `base`; found through `registry`."""
