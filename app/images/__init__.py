"""Pictures in, 28×28 out; arrays to PNG."""
