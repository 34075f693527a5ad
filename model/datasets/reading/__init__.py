"""Data sets as people have them: folders of pictures, IDX, NumPy's files, CSV, parquet, and zips of these."""

from latent_explorer.model.datasets.reading.options import Found as Found
from latent_explorer.model.datasets.reading.options import Picture as Picture
from latent_explorer.model.datasets.reading.options import PictureReader as PictureReader
from latent_explorer.model.datasets.reading.options import Progress as Progress
from latent_explorer.model.datasets.reading.options import ReadingOptions as ReadingOptions
from latent_explorer.model.datasets.reading.read import read_data as read_data
