"""What a server's /metrics say."""

from prometheus_client.parser import text_string_to_metric_families

Sample = tuple[str, ...]


def figures(text: str) -> dict[Sample, float]:
    """Each sample by its name and the values of its labels."""
    families = text_string_to_metric_families(text)
    return {
        (sample.name.removeprefix("latent_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }
