"""The MLP of PyTorch's own VAE example, the first that many people train."""

from typing import Self

from torch import Tensor, nn
from torch.nn.functional import relu

from latent_explorer.model.foreign.architectures.architecture import Architecture, Shapes, size
from latent_explorer.model.foreign.weights_file import WeightsError


class PyTorchExample(Architecture):
    """One hidden layer in each half, of any size; the second output is log σ².

    Source: pytorch/examples, vae/main.py.
    """

    form = "pytorch-example"
    title = "PyTorch's example MLP"

    def __init__(self, values: int, width: int, latent_dim: int) -> None:
        super().__init__()
        self.latent_dim, self.image_shape = latent_dim, (values,)
        self.fc1 = nn.Linear(values, width)
        self.fc21 = nn.Linear(width, latent_dim)
        self.fc22 = nn.Linear(width, latent_dim)
        self.fc3 = nn.Linear(latent_dim, width)
        self.fc4 = nn.Linear(width, values)

    @classmethod
    def of(cls, shapes: Shapes) -> Self:
        """The network of these shapes. Raises WeightsError for a conditional one, whose halves take a label too."""
        values, width = size(shapes, "fc1.weight", 1, 784), size(shapes, "fc1.weight", 0, 400)
        latent_dim = size(shapes, "fc21.weight", 0, 20)
        label = size(shapes, "fc3.weight", 1, latent_dim) - latent_dim
        if label > 0 and values - size(shapes, "fc4.weight", 0, values) == label:
            message = f"the weights are of a conditional VAE, whose halves take {label} numbers beside image and code"
            raise WeightsError(f"{message}; train one without, or export both halves with one label set in them")
        return cls(values, width, latent_dim)

    def encode(self, x: Tensor) -> tuple[Tensor, ...]:
        """Images x (n, p) to μ and log σ², (n, d) each."""
        h = relu(self.fc1(x))  # (n, width)
        return self.fc21(h), self.fc22(h)

    def decode(self, z: Tensor) -> Tensor:
        """Codes z (n, d) to logits (n, p)."""
        logits: Tensor = self.fc4(relu(self.fc3(z)))  # (n, p)
        return logits
