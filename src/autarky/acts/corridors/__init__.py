"""The act `corridors`: links of a transport network closed, taxed, slowed, sped up, widened or built."""
