"""Pictures as SVG: what is written in them, how large, and that nothing lies on top of anything else."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from bot import render
from bot.core.knowledge import Mechanism, NodeType, Substance
from bot.storage import knowledge
from bot.ui.pictures import cascade, molecule, shapes, style
from tests import sample

SVG = "{http://www.w3.org/2000/svg}"
DATA = Path(__file__).resolve().parent.parent.parent / "data"
SHOWN = {"sources": ["doe2020"], "shown_in": ["animals"], "firm": "one_lab", "relation": "activates"}
CONTESTED = {**SHOWN, "firm": "conflicting", "note": "Another lab saw none."}
PROPOSED = {"sources": ["doe2020"], "firm": "proposed", "relation": "leads to"}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3 0 300 200" width="300" height="200" stroke-linecap="round">\n'
    '<desc>an indole &amp; a chain</desc>\n<path d="M0 0L200 100" stroke="#FFF"/>\n</svg>\n'
)


@dataclass(frozen=True)
class Area:
    """A rectangle with what stands in it."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Area) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.2 and down > 0.2

    def touches(self, x: float, y: float) -> bool:
        """Whether a point lies on its upper or lower edge."""
        return self.left <= x <= self.right and min(abs(y - self.top), abs(y - self.bottom)) < 3


def node(node_id: str, label: str, kind: str = "protein", **fields: Any) -> dict[str, Any]:
    return {"id": node_id, "label": label, "type": kind, **fields}


def edge(source: str, target: str, **fields: Any) -> dict[str, Any]:
    return {**SHOWN, "from": source, "to": target, **fields}


def mechanism(
    nodes: Sequence[dict[str, Any]], edges: Sequence[dict[str, Any]], *, enters: Sequence[Any] = (), **fields: Any
) -> Mechanism:
    return sample.mechanism(nodes=list(nodes), edges=list(edges), enters=list(enters), **fields)


def tangled() -> Mechanism:
    """A branch, a merge, a circle, a loop, a contested and a proposed arrow, and two ways in."""
    return mechanism(
        [
            node("receptor", "Glow receptor", "receptor"),
            node("left", "Left kinase with a rather long name", "kinase") | {"label": "Left kinase of the lamp"},
            node("right", "Right kinase", "kinase"),
            node("gene", "Early genes", "gene"),
            node("lamp", "Lamp", "structure"),
        ],
        [
            edge("receptor", "left"),
            edge("receptor", "right", relation="releases"),
            edge("left", "gene"),
            {**edge("right", "gene"), **CONTESTED, "relation": "inhibits"},
            edge("gene", "lamp", relation="leads to"),
            {**PROPOSED, "from": "lamp", "to": "receptor"},
            edge("left", "left"),
        ],
        enters=[
            {"substance": "glowine", "at": "receptor", **{k: SHOWN[k] for k in ("sources", "shown_in", "firm")}},
            {"substance": "dimmine", "at": "receptor", **{k: SHOWN[k] for k in ("sources", "shown_in", "firm")}},
            {"substance": "glowine", "at": "gene", "sources": ["doe2020"], "firm": "proposed"},
        ],
    )


NAMES = {"glowine": "Glowine", "dimmine": "Dimmine"}


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()).replace("\u00a0\u00a0", " ") for one in ET.fromstring(svg).iter(f"{SVG}text")]


def boxes(svg: str) -> list[Area]:
    found: list[Area] = []
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        if group.get("class") == "node":
            left, top, width, height = map(float, group.get("data-box", "").split())
            words = " ".join("".join(one.itertext()) for one in group.iter(f"{SVG}text"))
            found.append(Area(words.replace("\u00a0\u00a0", " "), left, top, left + width, top + height))
    return found


def labels(svg: str) -> list[Area]:
    """The words beside arrows, as wide as they are at most."""
    found: list[Area] = []
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        if group.get("class") == "words":
            for one in group.iter(f"{SVG}text"):
                x, y, words = float(one.get("x", "")), float(one.get("y", "")), one.text or ""
                width = style.width(words, style.SMALL)
                left = x - width if one.get("text-anchor") == "end" else x
                found.append(Area(words, left, y - 22, left + width, y + 6))
    return found


def lines(svg: str) -> list[ET.Element]:
    return [group for group in ET.fromstring(svg).iter(f"{SVG}g") if group.get("class") == "edge"]


def assert_nothing_overlaps(svg: str) -> None:
    areas = [*boxes(svg), *labels(svg)]
    overlapping = [(a.words, b.words) for a, b in itertools.combinations(areas, 2) if a.overlaps(b)]
    assert overlapping == []
    assert all(area.left >= 0 and area.right <= style.WIDTH for area in areas)


def assert_readable(svg: str) -> None:
    root = ET.fromstring(svg)
    assert root.get("viewBox", "").split()[2] == "640"
    sizes = [one.get("font-size") for kind in ("text", "tspan") for one in root.iter(f"{SVG}{kind}")]
    assert all(float(size or 0) >= 28 for size in sizes)


def test_a_cascade_says_every_label_type_relation_and_name() -> None:
    said = " ".join(texts(cascade.draw(tangled(), NAMES)))

    for words in ("Glow receptor", "Left kinase of the lamp", "Right kinase", "Early genes", "Lamp", "Glow cascade"):
        assert words in said
    for words in ("receptor", "kinase", "gene", "structure", "activates", "releases", "inhibits", "leads to"):
        assert words in said
    assert "Glowine and Dimmine enter here" in said
    assert "Glowine enters here" in said


def test_nothing_in_a_cascade_overlaps_and_all_of_it_can_be_read() -> None:
    svg = cascade.draw(tangled(), NAMES)

    assert_nothing_overlaps(svg)
    assert_readable(svg)


def test_a_cascade_is_drawn_from_top_to_bottom() -> None:
    at = {box.words: box for box in boxes(cascade.draw(tangled(), NAMES))}

    assert at["Glow receptor receptor"].bottom < at["Left kinase of the lamp kinase"].top
    assert at["Left kinase of the lamp kinase"].bottom < at["Early genes gene"].top
    assert at["Right kinase kinase"].bottom < at["Early genes gene"].top


def test_every_arrow_leaves_and_reaches_the_edge_of_a_box() -> None:
    svg = cascade.draw(tangled(), NAMES)

    for line in lines(svg):
        path, tip = line.findall(f"{SVG}path")
        start = path.get("d", "")[1:].split("V")[0].split()
        point = tip.get("d", "")[1:].split("L")[0].split("h")[0].split()
        reach = (float(point[0]) + (13 if "h26" in tip.get("d", "") else 0), float(point[1]))
        assert any(box.touches(float(start[0]), float(start[1])) for box in boxes(svg))
        assert any(box.left <= reach[0] <= box.right and min(abs(reach[1] - y) for y in (box.top, box.bottom)) < 8
                   for box in boxes(svg))  # fmt: skip


def test_contested_arrows_are_dashed_and_say_so_and_proposed_ones_are_dotted_and_say_so() -> None:
    svg = cascade.draw(tangled(), NAMES)
    dashes = [line.find(f"{SVG}path").get("stroke-dasharray") for line in lines(svg)]  # pyright: ignore[reportOptionalMemberAccess]
    said = [label.words for label in labels(svg)]

    assert dashes.count("13 9") == 1 == said.count("contested")
    assert dashes.count("0.1 9.5") == 2 == said.count("proposed")
    assert dashes.count(None) == len(dashes) - 3


def test_the_legend_names_the_lines_there_are_and_no_others() -> None:
    plain = mechanism([node("a", "Ay"), node("b", "Bee"), node("c", "Sea")], [edge("a", "b"), edge("b", "c")])

    assert texts(cascade.draw(plain, {}))[-1] == "shown"
    assert texts(cascade.draw(tangled(), NAMES))[-4:] == ["shown", "contested", "proposed", "inhibits"]


def test_markup_in_words_is_escaped() -> None:
    nodes = [node("a", "A <b> & 'c'"), node("b", 'B "q"'), node("c", "{} %s </svg>")]
    svg = cascade.draw(mechanism(nodes, [edge("a", "b"), edge("b", "c")], name="<&>"), {})

    said = " ".join(texts(svg))
    for words in ("A <b> & 'c'", 'B "q"', "{} %s </svg>", "<&>"):
        assert words in said


def test_the_same_mechanism_is_always_drawn_the_same() -> None:
    assert cascade.draw(tangled(), NAMES) == cascade.draw(tangled(), dict(reversed(NAMES.items())))


def test_a_substance_with_an_arrow_of_its_own_is_not_drawn_a_second_time() -> None:
    nodes = [node("s", "Glowine", "substance", entry="glowine"), node("a", "Ay"), node("b", "Bee")]
    enters = [{"substance": "glowine", "at": at, "sources": ["doe2020"], "firm": "proposed"} for at in ("s", "a", "b")]
    svg = cascade.draw(mechanism(nodes, [edge("s", "a"), edge("a", "b")], enters=enters), NAMES)

    assert [box.words for box in boxes(svg)].count("Glowine enters here") == 1


def test_many_substances_at_one_place_are_counted_after_six() -> None:
    ids = [f"glowine-{number}" for number in range(9)]
    enters = [{"substance": one, "at": "a", "sources": ["doe2020"], "firm": "proposed"} for one in ids]
    svg = cascade.draw(
        mechanism(
            [node("a", "Ay"), node("b", "Bee"), node("c", "Sea")], [edge("a", "b"), edge("b", "c")], enters=enters
        ),
        {one: f"Name {one[-1]}" for one in ids},
    )

    assert "Name 0, Name 1, Name 2, Name 3, Name 4, Name 5 and 3 more enter here" in " ".join(texts(svg))


def test_a_substance_without_a_name_goes_by_its_id() -> None:
    assert "glowine and dimmine enter here" in " ".join(texts(cascade.draw(tangled(), {})))


def test_two_arrows_between_the_same_nodes_and_a_circle_of_two_are_all_drawn() -> None:
    nodes = [node("a", "Ay"), node("b", "Bee"), node("c", "Sea")]
    edges = [edge("a", "b"), edge("a", "b", relation="inhibits"), edge("b", "a"), edge("b", "c"), edge("c", "c")]
    svg = cascade.draw(mechanism(nodes, edges), {})

    assert len(lines(svg)) == 5
    assert_nothing_overlaps(svg)


LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/ →αβγ₂"
words_of_a_label = st.text(LETTERS, min_size=2, max_size=34).filter(lambda text: len(text.strip()) > 1)


@st.composite
def mechanisms(draw: st.DrawFn) -> Mechanism:
    """Any graph a file may hold: up to twelve nodes, sixteen arrows, and ways in."""
    count = draw(st.integers(3, 12))
    ids = [f"n{number}" for number in range(count)]
    nodes = [node(one, draw(words_of_a_label), draw(st.sampled_from([kind.value for kind in NodeType]))) for one in ids]
    ends = {(draw(st.sampled_from(ids)), one) for one in ids}
    ends |= set(draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=16 - count)))
    styles = st.sampled_from([SHOWN, CONTESTED, PROPOSED])
    relations = st.sampled_from(["activates", "inhibits", "releases", "binds", "leads to"])
    edges = [{**draw(styles), "from": a, "to": b, "relation": draw(relations)} for a, b in sorted(ends)]
    places = st.tuples(st.sampled_from(["glowine", "dimmine"]), st.sampled_from(ids))
    enters = [
        {"substance": who, "at": at, "sources": ["doe2020"], "firm": "proposed"}
        for who, at in draw(st.lists(places, max_size=4, unique=True))
    ]
    return mechanism(nodes, edges, enters=enters)


@settings(deadline=None, max_examples=60)
@given(mechanisms())
def test_no_graph_makes_boxes_or_labels_overlap(entry: Mechanism) -> None:
    svg = cascade.draw(entry, NAMES)

    assert_nothing_overlaps(svg)
    assert_readable(svg)
    assert len(boxes(svg)) >= len(entry.nodes)
    assert len(lines(svg)) >= len(entry.edges)
    assert len(cascade.alt_text(entry, NAMES)) <= 1024


@pytest.mark.parametrize("weight", [style.REGULAR, style.SEMIBOLD, style.BOLD])
def test_no_letter_is_wider_than_it_is_taken_to_be(weight: int) -> None:
    font = ImageFont.truetype(render.font_files()[(style.REGULAR, style.SEMIBOLD, style.BOLD).index(weight)], 1000)

    for letter in LETTERS + "éüñ·–—…()[].,:;'\"&%+=₀₉ΔΩµ°±≥≤×":
        assert font.getlength(letter) <= style.width(letter, 1000, weight) + 1


@given(st.text(LETTERS, max_size=80), st.integers(60, 600))
def test_wrapped_lines_keep_every_letter_and_fit(words: str, room: int) -> None:
    lines = style.wrap(words, room, style.SMALL)

    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(style.width(line, style.SMALL) <= room for line in lines)


def test_a_name_with_a_hyphen_is_not_broken_where_it_fits_whole() -> None:
    assert style.wrap("The 5-HT2A receptor", 170, style.SMALL) == ("The 5-HT2A", "receptor")


def contrast(first: str, second: str) -> float:
    """As WCAG 2 defines it."""

    def luminance(color: str) -> float:
        channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", NodeType)
def test_words_stand_out_from_the_box_of_every_type(kind: NodeType) -> None:
    look = shapes.LOOKS[kind]

    assert contrast(style.TEXT, look.fill) >= 7
    assert contrast(look.stroke, look.fill) >= 4.5


@pytest.mark.parametrize("color", [style.TEXT, style.MUTED, style.CONTESTED, style.PROPOSED])
def test_words_stand_out_from_the_card(color: str) -> None:
    assert contrast(color, style.BACKGROUND) >= 7


def test_types_differ_by_outline_and_not_only_by_color() -> None:
    outlines = {(look.corner, look.cut, look.pointed, look.bars) for look in shapes.LOOKS.values()}

    assert len(outlines) == len(NodeType)


def test_the_alternative_text_of_a_cascade_tells_the_steps_in_order_and_names_what_is_contested() -> None:
    assert cascade.alt_text(tangled(), NAMES) == (
        "Cascade: Glow cascade. Glowine and Dimmine enter at Glow receptor. Glowine (proposed) enters at Early genes. "
        "Steps: Glow receptor activates Left kinase of the lamp; Glow receptor releases Right kinase; "
        "Left kinase of the lamp activates Early genes; Right kinase inhibits Early genes (contested); "
        "Early genes leads to Lamp; Lamp leads to Glow receptor (proposed); "
        "Left kinase of the lamp activates Left kinase of the lamp."
    )


def test_an_alternative_text_that_is_too_long_drops_plain_steps_and_keeps_contested_ones() -> None:
    ids = [f"n{number}" for number in range(12)]
    nodes = [node(one, f"{one} with a label of the full length"[:34]) for one in ids]
    edges = [edge(a, b) for a, b in itertools.pairwise(ids)] + [{**edge("n0", "n11"), **CONTESTED}]
    told = cascade.alt_text(mechanism(nodes, [*edges, edge("n1", "n3"), edge("n4", "n6"), edge("n7", "n9")]), {})

    assert len(told) <= 1024
    assert "(contested)" in told
    assert told.endswith("more arrows.")


def substance(**fields: Any) -> Substance:
    return sample.substance(**fields)


def test_a_molecule_card_says_name_class_formula_and_molar_mass_around_its_drawing() -> None:
    svg = molecule.frame(DRAWING, substance())

    assert texts(svg) == ["Glowine", "Invented tryptamine", "Formula", "C₁₂H₁₆N₂", "Molar mass", "188.27 g/mol"]
    assert_readable(svg)
    inner = next(one for one in ET.fromstring(svg).iter(f"{SVG}svg") if one.get("x"))
    assert inner.get("viewBox") == "-3 0 300 200"
    assert (inner.get("width"), inner.get("height")) == ("300", "200")


def test_a_drawing_too_wide_for_the_card_is_made_smaller() -> None:
    svg = molecule.frame(DRAWING.replace("300 200", "1080 200"), substance())

    inner = next(one for one in ET.fromstring(svg).iter(f"{SVG}svg") if one.get("x"))
    assert (inner.get("width"), inner.get("height")) == ("540", "100")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("unconfirmed", "not confirmed by an independent database"),
        ("skeleton_confirmed", "stereochemistry not confirmed by an independent database"),
    ],
)
def test_a_structure_in_doubt_says_so_in_the_picture_and_in_words(status: str, words: str) -> None:
    doubtful = substance(
        structure={**sample.substance().model_dump()["structure"], "status": status},
        structure_note="Seen in one paper.",
    )

    assert words in " ".join(texts(molecule.frame(DRAWING, doubtful)))
    assert words in molecule.alt_text(doubtful)


def test_a_long_class_is_wrapped_and_markup_is_escaped() -> None:
    name = {"name": "<Glow> & ine", "class": "Invented tryptamine & <other> things of a rather long-winded kind"}

    said = " ".join(texts(molecule.frame(DRAWING, substance(**name))))

    assert said.startswith("<Glow> & ine Invented tryptamine & <other> things of a rather long-winded kind")


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="viewBox"):
        molecule.frame("<svg></svg>", substance())


def test_the_alternative_text_of_a_molecule_tells_what_the_card_shows_and_its_skeleton() -> None:
    assert molecule.alt_text(substance(), DRAWING) == (
        "Structure of Glowine. Formula C12H16N2, molar mass 188.27 g/mol. Class: Invented tryptamine. "
        "Skeleton: an indole & a chain."
    )


def test_every_mechanism_of_the_knowledge_base_is_drawn_readably() -> None:
    library = knowledge.read(DATA).library
    names = {one.id: one.name for one in library.of_type(Substance)}

    for entry in library.of_type(Mechanism):
        svg = cascade.draw(entry, names)
        assert_nothing_overlaps(svg)
        assert_readable(svg)
        assert len(lines(svg)) >= len(entry.edges)
        assert len(cascade.alt_text(entry, names)) <= 1024


def test_every_drawn_substance_of_the_knowledge_base_gets_a_card() -> None:
    library = knowledge.read(DATA).library

    for entry in library.of_type(Substance):
        if (drawing := library.drawings.get(entry.id)) is not None:
            svg = molecule.frame(drawing, entry)
            assert_readable(svg)
            assert len(molecule.alt_text(entry, drawing)) <= 1024
