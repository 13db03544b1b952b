"""Data at rest and on their way in: fetching, opening, tidy tables, and the record of where they are from."""
