"""Small networks with the layers' names of published code, as their users write them: with the sigmoid at the end."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class ExampleMLP(nn.Module):
    """As in PyTorch's examples, for images of 8×8; with a `label`, conditional."""

    def __init__(self, values: int = 64, width: int = 12, latent: int = 3, label: int = 0) -> None:
        super().__init__()
        self.fc1 = nn.Linear(values + label, width)
        self.fc21, self.fc22 = nn.Linear(width, latent), nn.Linear(width, latent)
        self.fc3 = nn.Linear(latent + label, width)
        self.fc4 = nn.Linear(width, values)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.relu(self.fc1(x.view(len(x), -1)))
        return self.fc21(h), self.fc22(h)

    def decode(self, z: Tensor) -> Tensor:
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))


class Burgess(nn.Module):
    """As in disentangling-vae: 32×32 or 64×64, the last layer viewed as pairs."""

    def __init__(self, channels: int = 1, side: int = 32, hidden: int = 3, width: int = 10, latent: int = 4) -> None:
        super().__init__()
        self.side, self.latent, self.hidden = side, latent, hidden
        self.encoder, self.decoder = nn.Module(), nn.Module()
        for name, taken in (("conv1", channels), ("conv2", hidden), ("conv3", hidden)):
            self.encoder.add_module(name, nn.Conv2d(taken, hidden, 4, 2, 1))
        for name, given in (("convT1", hidden), ("convT2", hidden), ("convT3", channels)):
            self.decoder.add_module(name, nn.ConvTranspose2d(hidden, given, 4, 2, 1))
        if side == 64:
            self.encoder.add_module("conv_64", nn.Conv2d(hidden, hidden, 4, 2, 1))
            self.decoder.add_module("convT_64", nn.ConvTranspose2d(hidden, hidden, 4, 2, 1))
        for half, name, sizes in (
            (self.encoder, "lin1", (hidden * 16, width)),
            (self.encoder, "lin2", (width, width)),
            (self.encoder, "mu_logvar_gen", (width, 2 * latent)),
            (self.decoder, "lin1", (latent, width)),
            (self.decoder, "lin2", (width, width)),
            (self.decoder, "lin3", (width, hidden * 16)),
        ):
            half.add_module(name, nn.Linear(*sizes))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        layers = self.encoder.get_submodule
        for name in ("conv1", "conv2", "conv3", *(("conv_64",) if self.side == 64 else ())):
            x = torch.relu(layers(name)(x))
        x = x.view(len(x), -1)
        x = layers("mu_logvar_gen")(torch.relu(layers("lin2")(torch.relu(layers("lin1")(x)))))
        mu, log_var = x.view(-1, self.latent, 2).unbind(-1)
        return mu, log_var

    def decode(self, z: Tensor) -> Tensor:
        layers = self.decoder.get_submodule
        for name in ("lin1", "lin2", "lin3"):
            z = torch.relu(layers(name)(z))
        x = z.view(-1, self.hidden, 4, 4)
        for name in (*(("convT_64",) if self.side == 64 else ()), "convT1", "convT2"):
            x = torch.relu(layers(name)(x))
        return torch.sigmoid(layers("convT3")(x))


class Vanilla(nn.Module):
    """As in PyTorch-VAE: strided convolutions with batch norm, transposed ones, a tanh."""

    def __init__(self, channels: int = 3, hidden: tuple[int, ...] = (4, 6, 8), grid: int = 2, latent: int = 5) -> None:
        super().__init__()
        self.grid, sizes = grid, (channels, *hidden)
        self.encoder = nn.Sequential()
        for i in range(len(hidden)):
            convolution = nn.Conv2d(sizes[i], sizes[i + 1], 3, 2, 1)
            self.encoder.append(nn.Sequential(convolution, nn.BatchNorm2d(sizes[i + 1]), nn.LeakyReLU()))
        flat = hidden[-1] * grid * grid
        self.fc_mu, self.fc_var = nn.Linear(flat, latent), nn.Linear(flat, latent)
        self.decoder_input = nn.Linear(latent, flat)
        self.decoder = nn.Sequential()
        for i in range(len(hidden) - 1, 0, -1):
            transposed = nn.ConvTranspose2d(hidden[i], hidden[i - 1], 3, 2, 1, 1)
            self.decoder.append(nn.Sequential(transposed, nn.BatchNorm2d(hidden[i - 1]), nn.LeakyReLU()))
        first = hidden[0]
        last = [nn.ConvTranspose2d(first, first, 3, 2, 1, 1), nn.BatchNorm2d(first), nn.LeakyReLU()]
        self.final_layer = nn.Sequential(*last, nn.Conv2d(first, channels, 3, 1, 1), nn.Tanh())

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = torch.flatten(self.encoder(x), start_dim=1)
        return self.fc_mu(h), self.fc_var(h)

    def decode(self, z: Tensor) -> Tensor:
        h = self.decoder_input(z)
        result: Tensor = self.final_layer(self.decoder(h.view(len(z), -1, self.grid, self.grid)))
        return result


class Pythae(nn.Module):
    """As pythae builds by default, of a VAE or, without log_var, of an autoencoder."""

    def __init__(self, values: int = 192, width: int = 11, latent: int = 4, variance: bool = True) -> None:
        super().__init__()
        self.encoder, self.decoder = nn.Module(), nn.Module()
        self.encoder.layers = nn.ModuleList([nn.Sequential(nn.Linear(values, width), nn.ReLU())])
        self.encoder.embedding = nn.Linear(width, latent)
        if variance:
            self.encoder.log_var = nn.Linear(width, latent)
        first = nn.Sequential(nn.Linear(latent, width), nn.ReLU())
        self.decoder.layers = nn.ModuleList([first, nn.Sequential(nn.Linear(width, values), nn.Sigmoid())])

    def encode(self, x: Tensor) -> tuple[Tensor, ...]:
        h = self.encoder.get_submodule("layers.0")(x.reshape(len(x), -1))
        outputs = [layer for name, layer in self.encoder.named_children() if name != "layers"]
        return tuple(layer(h) for layer in outputs)

    def decode(self, z: Tensor) -> Tensor:
        for i in range(2):
            z = self.decoder.get_submodule(f"layers.{i}")(z)
        return z
