"""Print what is large, to look at: files over 300 lines, functions over 40. Not a gate."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print the report."""
    for folder in ("bot", "cogs", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            name = path.relative_to(ROOT)
            if (lines := len(text.splitlines())) > 300:
                print(f"{lines:5} lines  {name}")  # noqa: T201 - a report
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    length = (node.end_lineno or node.lineno) - node.lineno + 1
                    if length > 40:
                        print(f"{length:5} lines  {name}:{node.lineno} {node.name}")  # noqa: T201 - a report


if __name__ == "__main__":
    main()
