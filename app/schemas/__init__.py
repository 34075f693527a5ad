"""What goes in and out of the API, with the examples that the documentation shows."""

from app.schemas.codes import CodesIn, ComparisonOut, ImagesOut, LikenessOut, Pace, PathIn, SampleIn, SamplesOut
from app.schemas.digits import (
    CandidateOut,
    DrawingIn,
    EncodingOut,
    JudgementOut,
    KnobsIn,
    PercentilesOut,
    PictureIn,
    PixelsIn,
    StandingOut,
    StepOut,
    TermsOut,
    TypicalityOut,
    UploadIn,
)
from app.schemas.layers import DensityOut, LabelsOut, LayerName, LayerOut, NearestOut, StretchOut
from app.schemas.models import AliveOut, CloudOut, CodeOut, ExtentOut, JudgeOut, ModelOut, ReadyOut, ThumbnailsOut
from app.schemas.numbers import Pixels, Rows
from app.schemas.problem import Problem

__all__ = [
    "AliveOut",
    "CandidateOut",
    "CloudOut",
    "CodeOut",
    "CodesIn",
    "ComparisonOut",
    "DensityOut",
    "DrawingIn",
    "EncodingOut",
    "ExtentOut",
    "ImagesOut",
    "JudgeOut",
    "JudgementOut",
    "KnobsIn",
    "LabelsOut",
    "LayerName",
    "LayerOut",
    "LikenessOut",
    "ModelOut",
    "NearestOut",
    "Pace",
    "PathIn",
    "PercentilesOut",
    "PictureIn",
    "Pixels",
    "PixelsIn",
    "Problem",
    "ReadyOut",
    "Rows",
    "SampleIn",
    "SamplesOut",
    "StandingOut",
    "StepOut",
    "StretchOut",
    "TermsOut",
    "ThumbnailsOut",
    "TypicalityOut",
    "UploadIn",
]
