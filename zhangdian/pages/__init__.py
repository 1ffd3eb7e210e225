"""The roof: pages composed of several floors, a file a page, one `queries` call a floor."""
