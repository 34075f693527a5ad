"""Model inference for many clients at once: fair queues, batches, and the engine that runs them."""
