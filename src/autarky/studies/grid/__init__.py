"""Grids and lists of scenarios, each case solved once, kept as tidy Parquet and resumed after any interruption.

`definition`: what STUDY.toml says; `plan`: its cases; `keys`: when two are the same; `solver`: one case; `threads` and
`cluster`: engines; `store`: where results lie; `running`: all of it together; `status`, `export`.
"""
