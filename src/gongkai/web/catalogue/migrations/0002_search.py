"""Where search keeps its words: an FTS5 table on SQLite, a tsvector column with GIN on PostgreSQL. No model stands for it:
the two have nothing in common but the item's key. It holds no foreign key, so that tables can be emptied by themselves."""

from typing import ClassVar

from django.db import migrations

# The text is cut already. The tokenizer “ascii” takes every character beyond ASCII for a letter, as we need it.
FTS5 = "CREATE VIRTUAL TABLE catalogue_search USING fts5(title, body, pairs, tokenize='ascii')"
TSVECTOR = "CREATE TABLE catalogue_search (item bigint PRIMARY KEY, vector tsvector NOT NULL)"
# Little is written and much is read: without the list of pending entries, which every search would walk until a VACUUM.
GIN = "CREATE INDEX catalogue_search_vector ON catalogue_search USING gin (vector) WITH (fastupdate = off)"


def make(apps, schema_editor):
    for statement in (FTS5,) if schema_editor.connection.vendor == "sqlite" else (TSVECTOR, GIN):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE catalogue_search")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalogue", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(make, drop)]
