"""The act `union`: tariffs, standards, label, budget and movement of workers between members."""
