"""The documented rules of components, in messages and in modals, that the description does not carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tests.contract.shape import Finding, Json, is_object, member, members

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = {3, 5, 6, 7, 8}
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP = 19, 21, 22
NEEDS_V2 = {SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER}
LINK, PREMIUM = 5, 6


def walk(components: Iterable[Json], where: str) -> Iterator[tuple[str, Json]]:
    """Every component with its place, the nested ones included."""
    for index, component in enumerate(components):
        place = f"{where}/{index}"
        yield place, component
        yield from walk(members(component, "components"), f"{place}/components")
        for key in ("accessory", "component"):
            if is_object(child := component.get(key)):
                yield f"{place}/{key}", child


def component_findings(flat: list[tuple[str, Json]]) -> Iterator[Finding]:
    """The rules that hold in messages and modals alike; `flat` is what `walk` gave."""
    yield from _repeated(flat, "custom_id")
    yield from _repeated(flat, "id")
    for place, component in flat:
        match component.get("type"):
            case 1:
                yield from _row(component, place)
            case 2:
                yield from _button(component, place)
            case 13 if not str(member(component, "file").get("url")).startswith("attachment://"):
                yield place, "a File component takes attachment:// only"
            case _:
                yield from _choosing(component, place)


def _repeated(flat: list[tuple[str, Json]], key: str) -> Iterator[Finding]:
    seen: dict[object, str] = {}
    for place, component in flat:
        if value := component.get(key):
            if value in seen:
                yield f"{place}/{key}", f"{value!r} is already used at {seen[value]}"
            seen[value] = place


def _row(row: Json, place: str) -> Iterator[Finding]:
    kinds = [child.get("type") for child in members(row, "components")]
    if len(kinds) > 1 and set(kinds) != {BUTTON}:
        yield place, "an action row holds up to 5 buttons or a single select"


def _button(button: Json, place: str) -> Iterator[Finding]:
    custom_id, url, sku, style = (button.get(key) for key in ("custom_id", "url", "sku_id", "style"))
    labeled = bool(button.get("label") or button.get("emoji"))
    if style == LINK:
        if not url or custom_id or sku:
            yield place, "a link button needs url and no custom_id"
    elif style == PREMIUM:
        if not sku or custom_id or url or labeled:
            yield place, "a premium button needs sku_id alone"
    elif not custom_id or url or sku:
        yield place, "a button needs custom_id and no url"
    if style != PREMIUM and not labeled:
        yield place, "a button needs a label or an emoji"


def _choosing(component: Json, place: str) -> Iterator[Finding]:
    """Selects and groups: how many may be chosen, and of what."""
    kind = component.get("type")
    if kind not in SELECTS | {FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP}:
        return
    options = members(component, "options")
    least, most = _bounds(component, len(options))
    if least > most:
        yield place, f"min_values {least} is above max_values {most}"
    if kind in {STRING_SELECT, CHECKBOX_GROUP} and most > len(options):
        yield place, f"max_values {most} of {len(options)} options"
    values = Counter(option.get("value") for option in options)
    if repeated := [value for value, count in values.items() if count > 1]:
        yield f"{place}/options", f"option values repeat: {repeated}"
    if (chosen := sum(bool(option.get("default")) for option in options)) > (1 if kind == RADIO_GROUP else most):
        yield f"{place}/options", f"{chosen} options are chosen by default"


def _bounds(component: Json, options: int) -> tuple[int, int]:
    group = component.get("type") == CHECKBOX_GROUP
    least, most = component.get("min_values"), component.get("max_values")
    # a select that is not required may be left empty, and its default minimum is still 1
    return int(least if least is not None else not group), int(most if most is not None else (options if group else 1))


def modal_findings(modal: Json, where: str) -> Iterator[Finding]:
    """The rules of a modal (the `data` of callback type 9)."""
    top = members(modal, "components")
    if not 1 <= len(top) <= 5:
        yield f"{where}/components", f"{len(top)} components; a modal has 1 to 5"
    flat = list(walk(top, f"{where}/components"))
    yield from component_findings(flat)
    for place, component in flat:
        kind = component.get("type")
        if kind == TEXT_INPUT:
            yield from _text_input(component, place)
        if kind in SELECTS and component.get("disabled"):
            yield place, "a disabled select is an error in a modal"
        chooses = kind in SELECTS | {FILE_UPLOAD, CHECKBOX_GROUP}
        if chooses and component.get("min_values") == 0 and component.get("required") is not False:
            yield place, "min_values 0 needs required: false"


def _text_input(component: Json, place: str) -> Iterator[Finding]:
    if component.get("label") and place.endswith("/component"):
        yield f"{place}/label", "a text input inside a Label has no label of its own"
    least, most = int(component.get("min_length") or 0), int(component.get("max_length") or 4000)
    if least > most:
        yield place, f"min_length {least} is above max_length {most}"
    length = len(component.get("value") or "")
    if length and not least <= length <= most:
        yield f"{place}/value", f"{length} characters, but the input takes {least} to {most}"
