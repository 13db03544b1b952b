"""What a run leaves behind: its folder, tidy tables and the full result as netCDF."""
