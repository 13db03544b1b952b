"""The acts on own supply: capacity, import substitution, programmes of modernisation."""
