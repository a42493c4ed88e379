"""Papers as Word files (DOCX) of the same content, for offices that go on with Word.

Word has no dynamic words for "/the next page...", so the mark of continuation is the one thing of
the form that these files leave to the typist.
"""

from core.documents.word.paper import render_docx

__all__ = ["render_docx"]
