"""Molecules, drawn ahead of time and checked against their SMILES: the one file that imports RDKit.

RDKit is a development dependency; the running bot reads the SVG files this module writes.
"""

# RDKit's stubs leave most of its types open, so these rules would flag nearly every call into it.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from rdkit import Chem, rdBase
from rdkit.Chem import Descriptors, rdDepictor, rdMolDescriptors
from rdkit.Chem.Draw import rdMolDraw2D
from rdkit.Geometry import Point2D, Point3D

from bot.core.knowledge import Structure, Substance

WIDTH, HEIGHT = 552, 540
"""The largest drawing, in the units of the card that frames it (640 wide)."""
_BOND = 58.0
"""The length of a bond where the molecule leaves room for it."""
_LABEL, _SMALLEST_LABEL = 32.0, 17.0
_READABLE = 28.0
"""The size letters keep while bonds shrink, down to _CROWDED; only in molecules larger still do they shrink too."""
_CROWDED = 34.0
_MASS_TOLERANCE = 0.01

_INK = (0.929, 0.937, 0.969)
_PALETTE: dict[int, tuple[float, float, float]] = {
    -1: _INK,  # every element not named here
    1: _INK,
    6: _INK,
    7: (0.545, 0.702, 1.0),
    8: (1.0, 0.494, 0.494),
    9: (0.369, 0.882, 0.788),
    15: (1.0, 0.690, 0.341),
    16: (0.949, 0.851, 0.361),
    17: (0.447, 0.878, 0.541),
    35: (0.910, 0.639, 0.467),
    53: (0.784, 0.608, 1.0),
}


class SmilesError(ValueError):
    """The text is no SMILES that RDKit can read."""


class DrawingError(RuntimeError):
    """The drawing would show another molecule than its SMILES."""


@dataclass(frozen=True)
class Identifiers:
    """What follows from a structure: formula (without charge), molar mass in g/mol, InChIKey."""

    formula: str
    molar_mass: float
    inchikey: str


def _by_coordgen(molecule: Chem.Mol, _match: Sequence[int]) -> None:
    rdDepictor.SetPreferCoordGen(True)
    rdDepictor.Compute2DCoords(molecule)


@dataclass(frozen=True)
class _Scaffold:
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


_SCAFFOLDS = (
    _Scaffold(
        "the four-ring ergoline skeleton, an indole fused to two six-membered rings, one of them with a nitrogen",
        "[#7:3]1~[#6]~[#6]~[#6]~[#6:2]2~c3cccc4ncc(c34)~[#6]~[#6:1]~1~2",
    ),
    _Scaffold(
        "an indole joined by a seven-membered ring to a bridged cage with a nitrogen",
        "[n:3]1[c:1]2cccc[c:2]2c2CCN3CC4CCC3C(C4)c12",
        layout=_by_ring_templates,
    ),
    _Scaffold(
        "the morphinan skeleton, three rings in a bent row and a nitrogen bridge across them",
        "c1ccc2c(c1)C13CCCCC1C(C2)NCC3",
        layout=_as_morphinan,
    ),
    _Scaffold(
        "an indole fused to a six-membered ring with a nitrogen",
        "[n:3]1[c:1]2cccc[c:2]2c2~[#6]~[#6]~[#7]~[#6]~c~1~2",
    ),
    _Scaffold(
        "an indole fused to a seven-membered ring with a nitrogen",
        "[n:3]1[c:1]2cccc[c:2]2c2CCNCCc12",
    ),
    _Scaffold(
        "an indole, a six- and a five-membered ring sharing an edge, with a two-carbon chain to a nitrogen",
        "[n:3]1[c:1]2cccc[c:2]2c(!@C!@C!@[#7])c1",
    ),
    _Scaffold("an indole, a six- and a five-membered ring sharing an edge", "[n:3]1[c:1]2cccc[c:2]2cc1"),
    _Scaffold(
        "a benzene ring and a nitrogen on the same carbon of a six-membered ring",
        "[c:1]1cc[c:2](cc1)C1([N:3])CCCCC1",
        angle=30,
        mirrored=True,
    ),
    _Scaffold(
        "a benzene ring with a two-carbon chain to a nitrogen",
        "[c:1]1cc[c:2](cc1)!@C!@[C:3]!@N",
        angle=30,
    ),
    _Scaffold(
        "the four fused rings of a steroid",
        "C1CC[C:2]2[C:1](C1)CC[C]1[C:3]2CC[C]2CCC[C]12",
    ),
)
"""The first that matches is used: from the special to the general."""


def identifiers(smiles: str) -> Identifiers:
    """Formula, molar mass and InChIKey of `smiles`; SmilesError if it cannot be read."""
    molecule = _read(smiles)
    mass: float = Descriptors.MolWt(molecule)  # pyright: ignore[reportAttributeAccessIssue] - made at run time
    formula = re.sub(r"[+-]\d*$", "", rdMolDescriptors.CalcMolFormula(molecule))
    return Identifiers(formula, round(mass, 2), Chem.MolToInchiKey(molecule))


def stale(structure: Structure) -> list[str]:
    """What in `structure` disagrees with its SMILES, in words; empty when all of it agrees."""
    try:
        computed = identifiers(structure.smiles)
    except SmilesError as error:
        return [str(error)]
    problems: list[str] = []
    if structure.formula != computed.formula:
        problems.append(f"formula {structure.formula} is written, {computed.formula} follows from the SMILES")
    if abs(structure.molar_mass - computed.molar_mass) > _MASS_TOLERANCE + 1e-9:
        problems.append(f"molar_mass {structure.molar_mass} is written, {computed.molar_mass} follows from the SMILES")
    if structure.inchikey != computed.inchikey:
        problems.append(f"inchikey {structure.inchikey} is written, {computed.inchikey} follows from the SMILES")
    return problems


def draw_structure(smiles: str) -> str:
    """`smiles` as SVG for a dark background: transparent, glyphs as paths, the skeleton in words as its `desc`.

    The same SMILES gives the same text with the same RDKit, whose version is in the `metadata` with the SMILES.
    """
    molecule = _read(smiles)
    words = _lay_out(molecule)
    paths = _paths(_drawn(molecule))
    left, top, width, height = _view_box(paths)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}" stroke-linecap="round" stroke-linejoin="round">'
    )
    notes = (f"<desc>{escape(words)}</desc>", f"<metadata>{escape(_provenance(smiles))}</metadata>")
    return "\n".join((head, *notes, *paths, "</svg>", ""))


def write_structures(substances: Iterable[Substance], folder: Path) -> list[Path]:
    """Draw every substance that has a structure to `folder`/ID.svg; return the files written or removed.

    A file that would not change is left alone, and one that belongs to no structure is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {folder / f"{one.id}.svg": one.structure.smiles for one in substances if one.structure is not None}
    changed: list[Path] = []
    for path, smiles in sorted(wanted.items()):
        svg = draw_structure(smiles)
        if not path.is_file() or path.read_text(encoding="utf-8") != svg:
            path.write_text(svg, encoding="utf-8")
            changed.append(path)
    for path in sorted(set(folder.glob("*.svg")) - set(wanted)):
        path.unlink()
        changed.append(path)
    return changed


def stale_files(substances: Iterable[Substance], folder: Path) -> list[str]:
    """What `write_structures` would have to do, in words.

    A drawing by another version of RDKit is judged by its SMILES alone: versions draw a little differently.
    """
    wanted = {f"{one.id}.svg": one.structure.smiles for one in substances if one.structure is not None}
    problems = [f"{path.name} belongs to no structure" for path in folder.glob("*.svg") if path.name not in wanted]
    for name, smiles in wanted.items():
        path = folder / name
        svg = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not svg:
            problems.append(f"{name} is missing")
        elif f"SMILES {escape(smiles)}</metadata>" not in svg:
            problems.append(f"{name} was drawn from another SMILES")
        elif f"<metadata>{escape(_provenance(smiles))}</metadata>" in svg and svg != draw_structure(smiles):
            problems.append(f"{name} was drawn by an older version of this command")
    return sorted(problems)


def _provenance(smiles: str) -> str:
    return f"Drawn by RDKit {rdBase.rdkitVersion} from the SMILES {smiles}"


def _read(smiles: str) -> Chem.Mol:
    with rdBase.BlockLogs():
        molecule = Chem.MolFromSmiles(smiles)
    if molecule is None:  # pyright: ignore[reportUnnecessaryComparison] - what it cannot read is None, unlike its stub
        raise SmilesError(f"RDKit cannot read the SMILES {smiles!r}")
    return molecule


def _lay_out(molecule: Chem.Mol) -> str:
    """Give `molecule` its 2D coordinates, the way up its skeleton is known; return the skeleton in words."""
    for scaffold in _SCAFFOLDS:
        pattern = Chem.MolFromSmarts(scaffold.pattern)
        if match := molecule.GetSubstructMatch(pattern):
            scaffold.layout(molecule, match)
            marks = {atom.GetAtomMapNum(): match[atom.GetIdx()] for atom in pattern.GetAtoms()}
            if 3 in marks:
                _orient(molecule, marks, scaffold)
            return scaffold.words
    _by_coordgen(molecule, ())
    rdDepictor.NormalizeDepiction(molecule)
    rdDepictor.StraightenDepiction(molecule)
    return _counted(molecule)


def _orient(molecule: Chem.Mol, marks: dict[int, int], scaffold: _Scaffold) -> None:
    """Turn the drawing, and mirror it if need be, so that the marked atoms lie as `scaffold` says."""
    conformer = molecule.GetConformer()
    places = [complex(p.x, p.y) for p in map(conformer.GetAtomPosition, range(molecule.GetNumAtoms()))]
    origin, arrow = places[marks[1]], places[marks[2]] - places[marks[1]]
    lying = [(place - origin) / (arrow / abs(arrow)) for place in places]
    if (lying[marks[3]].imag > 0) is not scaffold.mirrored:
        lying = [place.conjugate() for place in lying]
    turn = cmath.rect(1, math.radians(scaffold.angle))
    for atom, place in enumerate(place * turn for place in lying):
        conformer.SetAtomPosition(atom, Point3D(place.real, place.imag, 0))


def _counted(molecule: Chem.Mol) -> str:
    rings, atoms = rdMolDescriptors.CalcNumRings(molecule), molecule.GetNumHeavyAtoms()
    ring_words = {0: "no ring", 1: "one ring"}.get(rings, f"{rings} rings")
    return f"{ring_words}, {atoms} atoms besides hydrogen"


def _drawn(molecule: Chem.Mol) -> str:
    """RDKit's own SVG, as large as fits the card."""
    length = _bond_length(molecule)
    shown = _prepared(molecule, length)
    places = _places(shown)
    across, up = (max(axis) - min(axis) for axis in ([p.real for p in places], [p.imag for p in places]))
    bond = min(_BOND, (WIDTH - 2 * _LABEL) * length / max(across, 0.1), (HEIGHT - 2 * _LABEL) * length / max(up, 0.1))
    canvas = rdMolDraw2D.MolDraw2DSVG(-1, -1)
    options = canvas.drawOptions()
    options.prepareMolsBeforeDrawing = False
    options.clearBackground = False
    options.scalingFactor = bond / length
    options.fixedFontSize = round(_letters(bond))
    options.bondLineWidth = 3.5 if bond > 40 else 2.5
    options.scaleBondWidth = False
    options.multipleBondOffset = 0.18
    options.additionalAtomLabelPadding = 0.06
    options.padding = 0.02
    options.flagCloseContactsDist = -1
    options.updateAtomPalette(_PALETTE)
    canvas.DrawMolecule(shown)
    canvas.FinishDrawing()
    return canvas.GetDrawingText()


def _letters(bond: float) -> float:
    """The size of letters beside bonds of a length."""
    if bond >= _CROWDED:
        return max(_READABLE, min(_LABEL, 0.66 * bond))
    return max(_SMALLEST_LABEL, _READABLE / _CROWDED * bond)


def _prepared(molecule: Chem.Mol, length: float) -> Chem.Mol:
    """`molecule` with its double bonds, stereo hydrogens and wedges, proven to say the same molecule."""
    shown = rdMolDraw2D.PrepareMolForDrawing(molecule, wedgeBonds=False)
    _spread_hydrogens(shown, molecule.GetNumAtoms(), length)
    shown = rdMolDraw2D.PrepareMolForDrawing(shown, kekulize=False, addChiralHs=False)
    meant = Chem.Mol(molecule)
    meant.RemoveAllConformers()
    if (read_back := _key_as_drawn(shown)) != (key := Chem.MolToInchiKey(meant)):
        raise DrawingError(f"the drawing says {read_back}, the SMILES {key}")
    return shown


def _key_as_drawn(shown: Chem.Mol) -> str:
    """The InChIKey that a reader of the wedges and coordinates alone would arrive at.

    A double bond that the SMILES leaves open is drawn plainly and read as open.
    """
    reading = Chem.Mol(shown)
    left_open = [bond.GetIdx() for bond in reading.GetBonds() if bond.GetStereo() == Chem.BondStereo.STEREONONE]
    for atom in reading.GetAtoms():
        atom.SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
    for bond in reading.GetBonds():
        bond.SetStereo(Chem.BondStereo.STEREONONE)
    Chem.AssignChiralTypesFromBondDirs(reading)
    Chem.DetectBondStereochemistry(reading)
    Chem.AssignStereochemistry(reading, cleanIt=True, force=True)
    for index in left_open:
        reading.GetBondWithIdx(index).SetStereo(Chem.BondStereo.STEREONONE)
    reading.RemoveAllConformers()
    return Chem.MolToInchiKey(Chem.RemoveHs(reading))


def _spread_hydrogens(molecule: Chem.Mol, first: int, length: float) -> None:
    """Turn each hydrogen drawn for its stereocenter (atoms from `first` on) to where the drawing leaves room."""
    for atom in range(first, molecule.GetNumAtoms()):
        places = _places(molecule)
        center = molecule.GetAtomWithIdx(atom).GetNeighbors()[0].GetIdx()
        bonds = [(places[bond.GetBeginAtomIdx()] + places[bond.GetEndAtomIdx()]) / 2 for bond in molecule.GetBonds()]
        others = [place for other, place in enumerate(places) if other not in (atom, center)] + bonds

        def room(place: complex, others: list[complex] = others) -> float:
            return min(abs(place - other) for other in others)

        now = places[atom]
        if room(now) < 0.55 * length:
            now = max(
                (places[center] + cmath.rect(0.8 * length, math.radians(turn)) for turn in range(0, 360, 15)), key=room
            )
            molecule.GetConformer().SetAtomPosition(atom, Point3D(now.real, now.imag, 0))


def _places(molecule: Chem.Mol) -> list[complex]:
    return [complex(p.x, p.y) for p in map(molecule.GetConformer().GetAtomPosition, range(molecule.GetNumAtoms()))]


def _bond_length(molecule: Chem.Mol) -> float:
    conformer = molecule.GetConformer()
    ends = [(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()) for bond in molecule.GetBonds()]
    lengths = sorted(conformer.GetAtomPosition(a).Distance(conformer.GetAtomPosition(b)) for a, b in ends)
    return lengths[len(lengths) // 2] if lengths else 1.5


def _paths(drawing: str) -> list[str]:
    """The paths of RDKit's SVG without its classes and inline styles: a third of the size."""
    paths: list[str] = []
    for attributes in re.findall(r"<path ([^>]*)/>", drawing):
        values = dict(re.findall(r"\b(d|fill|stroke)='([^']*)'", attributes))
        values |= dict(re.findall(r"\b(fill|stroke|stroke-width):([^;'p]+)", attributes))
        values["d"] = re.sub(r"\s*([A-Z])\s*", r"\1", values["d"].strip())
        kept = (f'{key}="{values[key]}"' for key in ("d", "fill", "stroke", "stroke-width") if key in values)
        paths.append(f"<path {' '.join(kept)}/>")
    return paths


def _view_box(paths: Sequence[str]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is drawn, with room for the width of a line."""
    numbers = [number for path in paths for number in re.findall(r"-?\d+\.?\d*", path.split('"')[1])]
    xs, ys = [float(x) for x in numbers[::2]], [float(y) for y in numbers[1::2]]
    left, top = math.floor(min(xs)) - 3, math.floor(min(ys)) - 3
    return left, top, math.ceil(max(xs)) + 3 - left, math.ceil(max(ys)) + 3 - top
