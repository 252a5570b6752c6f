"""From the bytes of a BPMN file to the graph; `dialect` puts these parts together."""
