"""The pages, the API and the command line. It asks the engine and changes nothing by itself."""
