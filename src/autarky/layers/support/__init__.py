"""Support between states: what credit and debt relief are worth a year."""
