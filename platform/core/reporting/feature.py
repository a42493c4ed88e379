"""Reports and open data as the kernel knows them: the public pages, the worker's job, and the words of the audit."""

from core.feature import Feature
from core.marks import mark
from core.reporting.jobs import RENDER
from core.reporting.public_routes import blueprint

FEATURE = Feature(
    name="open_data",
    tier=None,
    blueprint=blueprint,
    jobs=(RENDER,),
    actions={
        "report:drawn_up": mark("Report drawn up"),
        "report:drawn_up_anew": mark("Report drawn up anew"),
        "report:remarked": mark("Remarks on a report written"),
        "report:published": mark("Report published"),
        "report:discarded": mark("Draft of a report thrown away"),
        "dataset:released": mark("Data set released as open data"),
        "dataset:withdrawn": mark("Release of a data set taken back"),
    },
    value_words={
        "reports.state": {"draft": mark("Draft"), "published": mark("Published")},
    },
    field_labels={
        "reports.title": mark("Report"),
        "reports.period": mark("Period"),
        "reports.first_month": mark("From which month"),
        "reports.last_month": mark("To which month"),
        "reports.content": mark("Figures and definitions"),
        "reports.remarks": mark("Remarks of the office"),
        "reports.state": mark("State"),
        "reports.sha256": mark("Digital fingerprint (SHA-256)"),
        "reports.drawn_up_at": mark("Drawn up on"),
        "reports.drawn_up_by": mark("Drawn up by"),
        "reports.published_at": mark("Published on"),
        "reports.published_by": mark("Published by"),
        "report_files.kind": mark("Kind of file"),
        "report_files.content_sha256": mark("Digital fingerprint (SHA-256)"),
        "report_files.report_id": mark("Report"),
        "dataset_releases.dataset": mark("Data set"),
        "dataset_releases.number": mark("Release"),
        "dataset_releases.title_th": mark("Title in Thai"),
        "dataset_releases.title_en": mark("Title in English"),
        "dataset_releases.first_month": mark("From which month"),
        "dataset_releases.last_month": mark("To which month"),
        "dataset_releases.fields": mark("Columns"),
        "dataset_releases.rows": mark("The data"),
        "dataset_releases.details": mark("About the data"),
        "dataset_releases.suppressed": mark("Cells held back"),
        "dataset_releases.sha256": mark("Digital fingerprint (SHA-256)"),
        "dataset_releases.released_by": mark("Released by"),
        "dataset_releases.withdrawn_at": mark("Taken back on"),
        "dataset_releases.withdrawn_by": mark("Taken back by"),
        "dataset_releases.withdrawal_reason": mark("Reason"),
    },
)
