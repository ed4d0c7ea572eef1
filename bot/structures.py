"""Molecules, drawn ahead of time and checked against their SMILES; with `skeletons` the only file that imports RDKit.

RDKit is a development dependency; the running bot reads the SVG files this module writes.
"""

# RDKit's stubs leave most of its types open, so these rules would flag nearly every call into it.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from rdkit import Chem, rdBase
from rdkit.Chem import Descriptors, rdMolDescriptors
from rdkit.Chem.Draw import rdMolDraw2D
from rdkit.Geometry import Point3D

from bot import skeletons
from bot.core.knowledge import Structure, Substance

WIDTH, HEIGHT = 552, 540
"""The largest drawing, in the units of the card that frames it (640 wide)."""
_BOND = 58.0
"""The length of a bond where the molecule leaves room for it."""
_LABEL, _SMALLEST_LABEL = 32.0, 17.0
_READABLE = 28.0
"""The size letters keep while bonds shrink, down to _CROWDED; only in molecules larger still do they shrink too."""
_CROWDED = 34.0
_COMPARED_BOND = 40.0
"""The length of a bond where two molecules stand side by side; letters beside it are still readable."""
_BAND, _BAND_WIDTH = "#5646A8", 24
"""What is laid under the bonds of a shared skeleton."""
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
    words = skeletons.lay_out(molecule)
    return _svg(smiles, words, _paths(_drawn(molecule).GetDrawingText()))


def draw_compared(smiles: str) -> dict[str, str]:
    """`smiles` once for each skeleton it may share with another substance, by the skeleton's name.

    The skeleton lies the same way up in every substance, at the same size, with a band laid under its bonds.
    """
    drawings: dict[str, str] = {}
    for name, molecule, atoms in skeletons.shared_by(_read(smiles)):
        canvas = _drawn(molecule, _COMPARED_BOND)
        places = {atom: canvas.GetDrawCoords(atom) for atom in atoms}
        bonds = ((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()) for bond in molecule.GetBonds())
        ends = [(places[a], places[b]) for a, b in bonds if a in atoms and b in atoms]
        band = " ".join(f"M{a.x:.1f} {a.y:.1f}L{b.x:.1f} {b.y:.1f}" for a, b in ends)
        under = f'<path d="{band}" fill="none" stroke="{_BAND}" stroke-width="{_BAND_WIDTH}"/>'
        drawings[name] = _svg(smiles, name, [under, *_paths(canvas.GetDrawingText())], _BAND_WIDTH // 2)
    return drawings


def wanted_files(substances: Iterable[Substance], folder: Path) -> dict[Path, str]:
    """Every drawing there should be under `folder`: structures/ID.svg, and skeletons/ID.NAME.svg to compare by."""
    wanted: dict[Path, str] = {}
    for one in substances:
        if one.structure is not None:
            wanted[folder / "structures" / f"{one.id}.svg"] = draw_structure(one.structure.smiles)
            for name, svg in draw_compared(one.structure.smiles).items():
                wanted[folder / "skeletons" / f"{one.id}.{name}.svg"] = svg
    return wanted


def write_structures(substances: Iterable[Substance], folder: Path) -> list[Path]:
    """Draw what `wanted_files` says; return the files written or removed.

    A file that would not change is left alone, and one that belongs to no structure is removed.
    """
    wanted = wanted_files(substances, folder)
    changed: list[Path] = []
    for path, svg in sorted(wanted.items()):
        if not path.is_file() or path.read_text(encoding="utf-8") != svg:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(svg, encoding="utf-8")
            changed.append(path)
    for path in sorted(set(folder.glob("*/*.svg")) - set(wanted)):
        path.unlink()
        changed.append(path)
    return changed


def stale_files(substances: Iterable[Substance], folder: Path) -> list[str]:
    """What `write_structures` would have to do, in words.

    A drawing by another version of RDKit is judged by its SMILES alone: versions draw a little differently.
    """
    wanted = wanted_files(substances, folder)
    problems = [f"{path.name} belongs to no structure" for path in folder.glob("*/*.svg") if path not in wanted]
    for path, svg in wanted.items():
        there = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not there:
            problems.append(f"{path.name} is missing")
        elif _smiles_in(there) != _smiles_in(svg):
            problems.append(f"{path.name} was drawn from another SMILES")
        elif there != svg and f"RDKit {rdBase.rdkitVersion} " in there:
            problems.append(f"{path.name} was drawn by an older version of this command")
    return sorted(problems)


def _svg(smiles: str, words: str, paths: Sequence[str], room: int = 3) -> str:
    left, top, width, height = _view_box(paths, room)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
        f'width="{width}" height="{height}" stroke-linecap="round" stroke-linejoin="round">'
    )
    notes = (f"<desc>{escape(words)}</desc>", f"<metadata>{escape(_provenance(smiles))}</metadata>")
    return "\n".join((head, *notes, *paths, "</svg>", ""))


def _smiles_in(svg: str) -> str:
    return svg.partition(" from the SMILES ")[2].partition("</metadata>")[0]


def _provenance(smiles: str) -> str:
    return f"Drawn by RDKit {rdBase.rdkitVersion} from the SMILES {smiles}"


def _read(smiles: str) -> Chem.Mol:
    with rdBase.BlockLogs():
        molecule = Chem.MolFromSmiles(smiles)
    if molecule is None:  # pyright: ignore[reportUnnecessaryComparison] - what it cannot read is None, unlike its stub
        raise SmilesError(f"RDKit cannot read the SMILES {smiles!r}")
    return molecule


def _drawn(molecule: Chem.Mol, bond: float | None = None) -> rdMolDraw2D.MolDraw2DSVG:
    """RDKit's own finished drawing, its bonds of the length given, or as large as fits the card."""
    length = _bond_length(molecule)
    shown = _prepared(molecule, length)
    places = _places(shown)
    across, up = (max(axis) - min(axis) for axis in ([p.real for p in places], [p.imag for p in places]))
    largest = min((WIDTH - 2 * _LABEL) * length / max(across, 0.1), (HEIGHT - 2 * _LABEL) * length / max(up, 0.1))
    bond = min(bond or _BOND, largest)
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
    return canvas


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


def _view_box(paths: Sequence[str], room: int) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is drawn, with room for half the width of a line."""
    numbers = [number for path in paths for number in re.findall(r"-?\d+\.?\d*", path.split('"')[1])]
    xs, ys = [float(x) for x in numbers[::2]], [float(y) for y in numbers[1::2]]
    left, top = math.floor(min(xs)) - room, math.floor(min(ys)) - room
    return left, top, math.ceil(max(xs)) + room - left, math.ceil(max(ys)) + room - top
