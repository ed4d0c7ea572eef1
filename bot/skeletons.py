"""The skeletons of the field's molecules: how each is laid out, which way up, and what it is called in words."""

# RDKit's stubs leave most of its types open, so these rules would flag nearly every call into it.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rdkit import Chem
from rdkit.Chem import rdDepictor, rdMolDescriptors
from rdkit.Geometry import Point2D, Point3D


def _by_coordgen(molecule: Chem.Mol, _match: Sequence[int]) -> None:
    rdDepictor.SetPreferCoordGen(True)
    rdDepictor.Compute2DCoords(molecule)


@dataclass(frozen=True)
class Skeleton:
    """A skeleton of the field, drawn the same way up in every molecule that has it.

    `pattern` is SMARTS with mapped atoms: 1 to 2 points to `angle` degrees, 3 lies to the right of that arrow
    (to the left if `mirrored`). `layout` places the atoms when the general one would not do.
    """

    words: str
    pattern: str
    angle: float = 90
    mirrored: bool = False
    layout: Callable[[Chem.Mol, Sequence[int]], None] = _by_coordgen


def _by_ring_templates(molecule: Chem.Mol, _match: Sequence[int]) -> None:
    rdDepictor.SetPreferCoordGen(False)
    rdDepictor.Compute2DCoords(molecule, useRingTemplates=True)


def _as_morphinan(molecule: Chem.Mol, match: Sequence[int]) -> None:
    """As textbooks do: the phenanthrene flat, the nitrogen bridge across the middle ring."""
    scale = 1.5
    places = [
        (-2.598, 0.5), (-2.598, -0.5), (-1.732, -1.0), (-0.866, -0.5), (-0.866, 0.5), (-1.732, 1.0),
        (0.0, 1.0), (0.0, 2.0), (0.866, 2.5), (1.732, 2.0), (1.732, 1.0), (0.866, 0.5),
        (0.866, -0.5), (0.0, -1.0), (1.85, -0.62), (1.3, 0.05), (0.28, 0.16),
    ]  # fmt: skip
    fixed = {atom: Point2D(x * scale, y * scale) for atom, (x, y) in zip(match, places, strict=True)}
    rdDepictor.SetPreferCoordGen(False)
    rdDepictor.Compute2DCoords(molecule, coordMap=fixed, canonOrient=False)


_SKELETONS = (
    Skeleton(
        "the four-ring ergoline skeleton, an indole fused to two six-membered rings, one of them with a nitrogen",
        "[#7:3]1~[#6]~[#6]~[#6]~[#6:2]2~c3cccc4ncc(c34)~[#6]~[#6:1]~1~2",
    ),
    Skeleton(
        "an indole joined by a seven-membered ring to a bridged cage with a nitrogen",
        "[n:3]1[c:1]2cccc[c:2]2c2CCN3CC4CCC3C(C4)c12",
        layout=_by_ring_templates,
    ),
    Skeleton(
        "the morphinan skeleton, three rings in a bent row and a nitrogen bridge across them",
        "c1ccc2c(c1)C13CCCCC1C(C2)NCC3",
        layout=_as_morphinan,
    ),
    Skeleton(
        "an indole fused to a six-membered ring with a nitrogen",
        "[n:3]1[c:1]2cccc[c:2]2c2~[#6]~[#6]~[#7]~[#6]~c~1~2",
    ),
    Skeleton(
        "an indole fused to a seven-membered ring with a nitrogen",
        "[n:3]1[c:1]2cccc[c:2]2c2CCNCCc12",
    ),
    Skeleton(
        "an indole, a six- and a five-membered ring sharing an edge, with a two-carbon chain to a nitrogen",
        "[n:3]1[c:1]2cccc[c:2]2c(!@C!@C!@[#7])c1",
    ),
    Skeleton("an indole, a six- and a five-membered ring sharing an edge", "[n:3]1[c:1]2cccc[c:2]2cc1"),
    Skeleton(
        "a benzene ring and a nitrogen on the same carbon of a six-membered ring",
        "[c:1]1cc[c:2](cc1)C1([N:3])CCCCC1",
        angle=30,
        mirrored=True,
    ),
    Skeleton(
        "a benzene ring with a two-carbon chain to a nitrogen",
        "[c:1]1cc[c:2](cc1)!@C!@[C:3]!@N",
        angle=30,
    ),
    Skeleton(
        "the four fused rings of a steroid",
        "C1CC[C:2]2[C:1](C1)CC[C]1[C:3]2CC[C]2CCC[C]12",
    ),
)
"""The first that matches is used: from the special to the general."""


@dataclass(frozen=True)
class Shared:
    """A skeleton that substances have in common, under the name by which the field compares them.

    The marks of its pattern turn every molecule that has it the same way up.
    """

    name: str
    skeleton: Skeleton


_PHENYL = "[c:1]1cc[c:2](cc1)"
_INDOLE = "[n:3]1[c:1]2cccc[c:2]2"
SHARED = (
    Shared("lysergamide", Skeleton("", "[#7:3]1~[#6]~[#6](C(=O)N)~[#6]~[#6:2]2~c3cccc4ncc(c34)~[#6]~[#6:1]~1~2")),
    Shared("ergoline", Skeleton("", "[#7:3]1~[#6]~[#6]~[#6]~[#6:2]2~c3cccc4ncc(c34)~[#6]~[#6:1]~1~2")),
    Shared("iboga", Skeleton("", f"{_INDOLE}c2CCN3CC4CCC3C(C4)c12")),
    Shared("morphinan", Skeleton("", "[c:1]1c[c:2]c2c(c1)[C:3]13CCCCC1C(C2)NCC3")),
    Shared("beta-carboline", Skeleton("", f"{_INDOLE}c2~[#6]~[#6]~[#7]~[#6]~c~1~2")),
    Shared("azepinoindole", Skeleton("", f"{_INDOLE}c2CCNCCc12")),
    Shared("tryptamine", Skeleton("", f"{_INDOLE}c([#6]~[#6]~[#7])c1")),
    Shared("isotryptamine", Skeleton("", "[n:3]1([#6][#6][#7])[c:1]2cccc[c:2]2cc1")),
    Shared("indole", Skeleton("", f"{_INDOLE}cc1")),
    Shared("arylcyclohexylamine", Skeleton("", f"{_PHENYL}C1([N:3])CCCCC1", angle=30, mirrored=True)),
    Shared("phenethylamine", Skeleton("", f"{_PHENYL}!@[#6]!@[C:3]!@N", angle=30)),
    Shared("steroid", Skeleton("", "C1CC[C:2]2[C:1](C1)CC[C]1[C:3]2CC[C]2CCC[C]12")),
)
"""From the special to the general: two substances are compared by the first that both have."""


def shared_by(molecule: Chem.Mol) -> Iterator[tuple[str, Chem.Mol, frozenset[int]]]:
    """Each shared skeleton that `molecule` has: its name, the molecule turned for it, and the skeleton's atoms."""
    for shared in SHARED:
        pattern = Chem.MolFromSmarts(shared.skeleton.pattern)
        if match := molecule.GetSubstructMatch(pattern):
            turned = Chem.Mol(molecule)
            lay_out(turned)
            marks = {atom.GetAtomMapNum(): match[atom.GetIdx()] for atom in pattern.GetAtoms()}
            _orient(turned, marks, shared.skeleton)
            yield shared.name, turned, frozenset(match)


def lay_out(molecule: Chem.Mol) -> str:
    """Give `molecule` its 2D coordinates, the way up its skeleton is known; return the skeleton in words."""
    for skeleton in _SKELETONS:
        pattern = Chem.MolFromSmarts(skeleton.pattern)
        if match := molecule.GetSubstructMatch(pattern):
            skeleton.layout(molecule, match)
            marks = {atom.GetAtomMapNum(): match[atom.GetIdx()] for atom in pattern.GetAtoms()}
            if 3 in marks:
                _orient(molecule, marks, skeleton)
            return skeleton.words
    _by_coordgen(molecule, ())
    rdDepictor.NormalizeDepiction(molecule)
    rdDepictor.StraightenDepiction(molecule)
    return _counted(molecule)


def _orient(molecule: Chem.Mol, marks: dict[int, int], skeleton: Skeleton) -> None:
    """Turn the drawing, and mirror it if need be, so that the marked atoms lie as `skeleton` says."""
    conformer = molecule.GetConformer()
    places = [complex(p.x, p.y) for p in map(conformer.GetAtomPosition, range(molecule.GetNumAtoms()))]
    origin, arrow = places[marks[1]], places[marks[2]] - places[marks[1]]
    lying = [(place - origin) / (arrow / abs(arrow)) for place in places]
    if (lying[marks[3]].imag > 0) is not skeleton.mirrored:
        lying = [place.conjugate() for place in lying]
    turn = cmath.rect(1, math.radians(skeleton.angle))
    for atom, place in enumerate(place * turn for place in lying):
        conformer.SetAtomPosition(atom, Point3D(place.real, place.imag, 0))


def _counted(molecule: Chem.Mol) -> str:
    rings, atoms = rdMolDescriptors.CalcNumRings(molecule), molecule.GetNumHeavyAtoms()
    ring_words = {0: "no ring", 1: "one ring"}.get(rings, f"{rings} rings")
    return f"{ring_words}, {atoms} atoms besides hydrogen"
