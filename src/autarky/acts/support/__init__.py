"""The act `support`: grants, cheap credit and debt relief, and their withdrawal."""
