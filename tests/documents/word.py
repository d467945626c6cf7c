"""Small Word documents for tests, written as XML so that a test shows exactly what it is about."""

import io
import zipfile

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def relations(target: str) -> str:
    """The relationships of a package whose main part is ``target``."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        f'Target="{target}"/></Relationships>'
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of the given members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def xml(body: str, *, root: str = "document", namespace: str = TRANSITIONAL) -> str:
    """A part with the usual namespaces around its content."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{namespace}" {SPACES}>{body}</w:{root}>'


def docx(body: str, *, namespace: str = TRANSITIONAL, **parts: str) -> bytes:
    """A document with this body; ``numbering`` and ``styles`` give the content of those parts."""
    extra = {f"word/{name}.xml": xml(content, root=name) for name, content in parts.items()}
    main = xml(f"<w:body>{body}</w:body>", namespace=namespace)
    names = {"[Content_Types].xml": TYPES, "_rels/.rels": relations("word/document.xml")}
    return zipped({**names, "word/document.xml": main, **extra})


def p(text: str = "", properties: str = "", runs: str = "") -> str:
    """A paragraph: its text, what stands in ``w:pPr``, further runs."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{runs}</w:p>"


def tc(text: str = "", properties: str = "", inside: str = "") -> str:
    """A cell: its text, what stands in ``w:tcPr``, a table inside."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table of rows; ``widths`` of its grid columns in twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    """The property of a cell over several columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


BEGINS = '<w:vMerge w:val="restart"/>'
CONTINUES = "<w:vMerge/>"
