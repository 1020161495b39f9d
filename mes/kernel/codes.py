"""The page of all codes (docs/codes.md), made from the table so that it cannot be wrong."""

from mes.kernel.sentences import PARTS, Sentence

HEAD = """# Codes

Every answer to a write carries `verdict`, `code`, `detail`, `detail_ur`, `next` and `next_ur`.
A code never changes its meaning; braces are filled with the facts of the case. The page is made by
`manage.py write_codes`, and a test fails when it is behind the table in `mes/kernel/sentences/`.
"""
COLUMNS = """| code | HTTP | verdict | what is so | what to do | اردو | کیا کریں |
|---|---|---|---|---|---|---|"""


def page() -> str:
    """Markdown: one table a subject."""
    blocks = [HEAD]
    for part in PARTS:
        title, _, rest = (part.__doc__ or "").partition(":")
        rows = [_row(code, said) for code, said in part.SENTENCES.items()]
        intro = rest.strip()
        intro = intro[:1].upper() + intro[1:]
        blocks.append("\n".join([f"## {title.rstrip('.')}", "", intro, "", COLUMNS, *rows, ""]))
    return "\n".join(blocks).replace("\n\n\n", "\n")


def _row(code: str, said: Sentence) -> str:
    cells = [f"`{code}`", str(said.status), said.verdict, said.detail, said.next]
    return "| " + " | ".join([*cells, said.detail_ur, said.next_ur]) + " |"
