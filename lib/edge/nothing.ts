/** Stands in an edge bundle for what no middleware of this project runs: docs/decisions/0007-edge-bundle.md. */
export {}
