"""Reading what publishers write: downloads, archives, text, numbers, sheets, names of economies."""
