"""The act `cartel`: a bloc's export tax on a product, given or the best response."""
