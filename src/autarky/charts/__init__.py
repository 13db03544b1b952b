"""Charts as inline SVG: drawn by hand in one hand, or from Vega-Lite specifications; they hold no economics."""
