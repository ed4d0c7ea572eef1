"""Molecules against their SMILES: the numbers, the drawing, and the files that are kept of it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot import skeletons, structures
from bot.core import comparison
from bot.core.knowledge import Structure, Substance
from bot.storage import knowledge
from bot.structures import DrawingError, Identifiers, SmilesError
from tests import sample

SVG = "{http://www.w3.org/2000/svg}"
DATA = Path(__file__).resolve().parent.parent / "data"
DMT = "CN(C)CCc1c[nH]c2ccccc12"
PSILOCYBIN = "CN(C)CCc1c[nH]c2cccc(OP(=O)(O)O)c12"
RAPAMYCIN = (
    "CO[C@H]1C[C@@H]2CC[C@@H](C)[C@@](O)(O2)C(=O)C(=O)N2CCCC[C@H]2C(=O)O[C@H]([C@H](C)C[C@@H]2CC[C@@H](O)[C@H](OC)C2)"
    "CC(=O)[C@H](C)/C=C(\\C)[C@@H](O)[C@@H](OC)C(=O)[C@H](C)C[C@H](C)/C=C/C=C/C=C/1C"
)
BLUE = "#8AB3FF"
"""Nitrogen."""


def structure(**fields: object) -> Structure:
    return Structure.model_validate(
        {
            "smiles": PSILOCYBIN,
            "formula": "C12H17N2O4P",
            "molar_mass": 284.25,
            "inchikey": "QVDSEJDULKLHCG-UHFFFAOYSA-N",
            **fields,
        }
    )


def substance(entry_id: str, smiles: str) -> Substance:
    return sample.substance(
        entry_id, structure=sample.substance().model_dump()["structure"] | {"smiles": smiles}, id=entry_id
    )


def box(svg: str) -> list[float]:
    return [float(side) for side in ET.fromstring(svg).get("viewBox", "").split()]


def glyph_middles(svg: str, color: str) -> list[tuple[float, float]]:
    """Where the letters of a color stand, from 0 to 1 across and down."""
    left, top, width, height = box(svg)
    middles: list[tuple[float, float]] = []
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        if path.get("fill") == color:
            numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", path.get("d", ""))]
            xs, ys = numbers[::2], numbers[1::2]
            middles.append(((sum(xs) / len(xs) - left) / width, (sum(ys) / len(ys) - top) / height))
    return middles


@pytest.mark.parametrize(
    ("smiles", "expected"),
    [
        (PSILOCYBIN, Identifiers("C12H17N2O4P", 284.25, "QVDSEJDULKLHCG-UHFFFAOYSA-N")),
        ("Cn1c(=O)c2c(ncn2C)n(C)c1=O", Identifiers("C8H10N4O2", 194.19, "RYYVLZVUVIJVGH-UHFFFAOYSA-N")),
        ("CC(=O)OCC[N+](C)(C)C", Identifiers("C7H16NO2", 146.21, "OIPILFWXSMYKGL-UHFFFAOYSA-N")),
    ],
)
def test_formula_mass_and_key_follow_from_the_smiles(smiles: str, expected: Identifiers) -> None:
    assert structures.identifiers(smiles) == expected


@pytest.mark.parametrize("smiles", ["C1CC", "not a molecule", "c1ccc"])
def test_what_is_no_smiles_is_refused_by_name(smiles: str) -> None:
    with pytest.raises(SmilesError, match="cannot read"):
        structures.draw_structure(smiles)


def test_a_structure_that_agrees_with_its_smiles_has_no_problems() -> None:
    assert structures.stale(structure()) == []
    assert structures.stale(structure(molar_mass=284.26)) == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"formula": "C12H16N2"}, "formula C12H16N2 is written, C12H17N2O4P follows"),
        ({"molar_mass": 284.27}, "molar_mass 284.27 is written, 284.25 follows"),
        ({"inchikey": "DMULVCHRPCFFGV-UHFFFAOYSA-N"}, "inchikey DMULVCHRPCFFGV-UHFFFAOYSA-N is written, QVD"),
        ({"smiles": "C1CC"}, "cannot read the SMILES 'C1CC'"),
    ],
)
def test_each_disagreement_is_named(fields: dict[str, object], problem: str) -> None:
    (found,) = structures.stale(structure(**fields))

    assert problem in found


def test_the_same_smiles_is_drawn_the_same_in_any_order() -> None:
    first = structures.draw_structure(PSILOCYBIN)
    structures.draw_structure(RAPAMYCIN)

    assert structures.draw_structure(PSILOCYBIN) == first


def test_a_drawing_is_transparent_and_needs_no_font() -> None:
    root = ET.fromstring(structures.draw_structure(PSILOCYBIN))

    assert {one.tag.removeprefix(SVG) for one in root} == {"desc", "metadata", "path"}


@pytest.mark.parametrize("smiles", ["C", "[Li+].[Li+].[O-]C([O-])=O", "Clc1cc(Br)c(I)c(F)c1S", PSILOCYBIN])
def test_every_line_and_letter_is_light(smiles: str) -> None:
    root = ET.fromstring(structures.draw_structure(smiles))

    for path in root.iter(f"{SVG}path"):
        for color in {path.get("fill"), path.get("stroke")} - {None, "none"}:
            assert color is not None
            red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
            assert 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140


@pytest.mark.parametrize("smiles", ["C", DMT, RAPAMYCIN, "O=C(COc1ccc(Cl)cc1)N[C@H]1CC[C@H](NC(=O)COc2ccc(Cl)cc2)CC1"])
def test_every_molecule_fits_the_card(smiles: str) -> None:
    _, _, width, height = box(structures.draw_structure(smiles))

    assert 0 < width <= structures.WIDTH + 20
    assert 0 < height <= structures.HEIGHT + 20


@pytest.mark.parametrize("smiles", [DMT, PSILOCYBIN, "COc1ccc2[nH]cc(CCN(C)C)c2c1", "NCCc1c[nH]c2ccc(O)cc12"])
def test_tryptamines_are_all_drawn_the_same_way_up(smiles: str) -> None:
    svg = structures.draw_structure(smiles)
    ring = max(glyph_middles(svg, BLUE), key=lambda middle: middle[1])
    amine = min(glyph_middles(svg, BLUE), key=lambda middle: middle[1])

    assert ring[1] > 0.8
    assert amine[1] < 0.5
    assert amine[0] > 0.5


@pytest.mark.parametrize("smiles", ["CC(Cc1ccc2c(c1)OCO2)NC", "COc1cc(CCN)cc(OC)c1OC", "CC(N)Cc1cc(OC)c(I)cc1OC"])
def test_phenethylamines_have_their_nitrogen_to_the_right(smiles: str) -> None:
    assert all(middle[0] > 0.6 for middle in glyph_middles(structures.draw_structure(smiles), BLUE))


@pytest.mark.parametrize(
    ("smiles", "words"),
    [
        (DMT, "two-carbon chain to a nitrogen"),
        ("CCN(CC)C(=O)[C@@H]1C=C2c3cccc4[nH]cc(c34)C[C@H]2N(C)C1", "ergoline"),
        ("CNC1(c2ccccc2Cl)CCCCC1=O", "a benzene ring and a nitrogen on the same carbon"),
        ("COc1ccc2c3c([nH]c2c1)CCN(C)CC3", "fused to a seven-membered ring"),
        ("COc1ccc2c(c1)[nH]c1c(C)nccc12", "fused to a six-membered ring"),
        ("CC[C@H]1C[C@@H]2C[C@H]3c4[nH]c5ccc(OC)cc5c4CCN(C2)[C@@H]13", "bridged cage"),
        ("COc1ccc2c(c1)[C@]13CCCC[C@@H]1[C@H](C2)N(C)CC3", "morphinan"),
        ("CC(=O)[C@H]1CC[C@H]2[C@@H]3CC[C@H]4C[C@H](O)CC[C@]4(C)[C@H]3CC[C@]12C", "steroid"),
        ("CCCC(CCC)C(=O)O", "no ring, 10 atoms besides hydrogen"),
        ("CN(C)CCCN1c2ccccc2CCc2ccccc21", "3 rings, 21 atoms besides hydrogen"),
    ],
)
def test_the_skeleton_is_told_in_words(smiles: str, words: str) -> None:
    described = ET.fromstring(structures.draw_structure(smiles)).findtext(f"{SVG}desc")

    assert words in (described or "")


def test_mirror_images_are_drawn_differently() -> None:
    left, right = "CN[C@]1(c2ccccc2Cl)CCCCC1=O", "CN[C@@]1(c2ccccc2Cl)CCCCC1=O"

    assert structures.draw_structure(left).splitlines()[3:] != structures.draw_structure(right).splitlines()[3:]


def test_a_drawing_that_would_show_another_molecule_is_refused() -> None:
    trans_in_a_ring_drawn_as_cis = "C1CC/C=C/CCC1"

    with pytest.raises(DrawingError, match="the drawing says"):
        structures.draw_structure(trans_in_a_ring_drawn_as_cis)


def names(paths: Iterable[Path]) -> list[str]:
    return [f"{path.parent.name}/{path.name}" for path in paths]


def test_writing_draws_what_is_missing_leaves_what_is_right_and_removes_what_is_no_more(tmp_path: Path) -> None:
    one, two = substance("one", DMT), substance("two", RAPAMYCIN)
    without = sample.substance("three", structure=None, structure_note="A mixture.")
    of_one = ["skeletons/one.indole.svg", "skeletons/one.tryptamine.svg", "structures/one.svg"]

    assert names(structures.write_structures([one, two, without], tmp_path)) == [*of_one, "structures/two.svg"]
    assert structures.write_structures([one, two, without], tmp_path) == []
    assert names(structures.write_structures([substance("one", RAPAMYCIN)], tmp_path)) == [
        "structures/one.svg", *of_one[:2], "structures/two.svg",
    ]  # fmt: skip
    assert names(tmp_path.glob("*/*.svg")) == ["structures/one.svg"]
    assert structures.stale_files([substance("one", RAPAMYCIN)], tmp_path) == []


def test_files_that_need_drawing_again_are_named_with_the_reason(tmp_path: Path) -> None:
    without_skeleton = "CCCC(CCC)C(=O)O"
    known = [substance(name, without_skeleton) for name in ("changed", "touched", "other-version")]
    structures.write_structures(known, tmp_path)
    folder = tmp_path / "structures"
    touched, other = folder / "touched.svg", folder / "other-version.svg"
    red = "#FF7D7D"
    touched.write_text(touched.read_text(encoding="utf-8").replace(red, "#0000FF"), encoding="utf-8")
    other.write_text(
        re.sub(r"RDKit \S+ ", "RDKit 2020.03.1 ", other.read_text(encoding="utf-8")).replace(red, "#FF7D70"),
        encoding="utf-8",
    )
    (folder / "stray.svg").write_text("<svg/>", encoding="utf-8")
    now = [substance("changed", RAPAMYCIN), *known[1:], substance("new", RAPAMYCIN)]

    assert structures.stale_files(now, tmp_path) == [
        "changed.svg was drawn from another SMILES",
        "new.svg is missing",
        "stray.svg belongs to no structure",
        "touched.svg was drawn by an older version of this command",
    ]


@pytest.mark.parametrize(
    ("smiles", "expected"),
    [
        (DMT, ["tryptamine", "indole"]),
        ("CCN(CC)C(=O)[C@@H]1C=C2c3cccc4[nH]cc(c34)C[C@H]2N(C)C1", ["lysergamide", "ergoline", "tryptamine", "indole"]),
        (
            "CC[C@H]1C[C@@H]2C[C@H]3c4[nH]c5ccc(OC)cc5c4CCN(C2)[C@@H]13",
            ["iboga", "azepinoindole", "tryptamine", "indole"],
        ),
        ("CNC1(c2ccccc2Cl)CCCCC1=O", ["arylcyclohexylamine"]),
        ("CC(Cc1ccc2c(c1)OCO2)NC", ["phenethylamine"]),
        ("CCCC(CCC)C(=O)O", []),
    ],
)
def test_a_molecule_is_drawn_once_for_each_skeleton_it_may_share(smiles: str, expected: list[str]) -> None:
    assert list(structures.draw_compared(smiles)) == expected


@pytest.mark.parametrize("other", [PSILOCYBIN, "CCN(CC)C(=O)[C@@H]1C=C2c3cccc4[nH]cc(c34)C[C@H]2N(C)C1"])
def test_a_shared_skeleton_lies_the_same_way_up_at_the_same_size(other: str) -> None:
    first, second = (band(structures.draw_compared(smiles)["indole"]) for smiles in (DMT, other))

    for one, two in zip(first, second, strict=True):
        assert one == pytest.approx(two, abs=4)


def band(svg: str) -> list[float]:
    """How far each end of the band's bonds lies from the band's corner, sorted."""
    numbers = [float(one) for one in re.findall(r"-?\d+\.?\d*", re.findall(r' d="([^"]*)"', svg)[0])]
    xs, ys = numbers[::2], numbers[1::2]
    return sorted([x - min(xs) for x in xs]) + sorted([y - min(ys) for y in ys])


def test_skeletons_are_named_as_they_are_compared() -> None:
    assert tuple(shared.name for shared in skeletons.SHARED) == comparison.SKELETONS


def test_every_structure_of_the_knowledge_base_agrees_with_its_smiles() -> None:
    substances = knowledge.read(DATA).library.of_type(Substance)
    wrong = [f"{one.id}: {fault}" for one in substances if one.structure for fault in structures.stale(one.structure)]

    assert wrong == []


def test_the_drawings_of_the_knowledge_base_are_up_to_date() -> None:
    substances = knowledge.read(DATA).library.of_type(Substance)

    assert structures.stale_files(substances, DATA / "pictures") == [], "run `neurosprout draw`"
