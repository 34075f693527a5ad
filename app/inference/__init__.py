"""Model work for many clients at once: queues, batches, and the engine that runs them."""
