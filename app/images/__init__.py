"""Pictures in, images of a set out; arrays to PNG."""
