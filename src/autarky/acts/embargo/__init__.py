"""The act `embargo`: bans with leakage, evasion through neighbours, relief in steps, coalitions of senders."""
