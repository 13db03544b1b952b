"""A case: many scenarios told in one report, each part solved with its ranges and kept, robust and not told apart."""
