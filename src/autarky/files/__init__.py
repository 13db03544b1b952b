"""Files that users write, read with the line of every field; files that autarky writes, whole or not there."""
