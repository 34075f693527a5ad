"""Work on models for many clients at once: queues, batches, the engine that does them."""
