"""From the bytes of a BPMN file to the graph: safety, elements, extensions, references, drawing. `dialect` puts it together."""
