"""Technology: what own capacity costs, how costs fall with experience, and own supply in place of foreign."""
