"""What more than one equilibrium says about a scenario: who gains from a union, what autonomy it costs, who pays."""
