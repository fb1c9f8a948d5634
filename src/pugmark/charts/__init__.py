"""Small charts as SVG: bars, lines and dots, with direct labels and no script."""
