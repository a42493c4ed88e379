"""B9: one order of two pages as PDF and DOCX, and a batch of 250 orders from the signature to all their files."""

import os
import time
from contextlib import AbstractContextManager
from statistics import median
from uuid import UUID

from flask import Flask

from core.access.permissions import WHOLE_DISTRICT
from core.access.roles import Role
from core.db import uuid7
from core.documents.rendering import render
from core.documents.word import render_docx
from core.extensions import db
from core.i18n.dates import bangkok_today
from core.manual.queries import published_edition
from core.tenancy import scope
from tenants.orders import queries, signing
from tenants.orders.models import Order, OrderState
from tenants.orders.numbering import Signature, TypedNumber
from tenants.orders.papers import document_of
from tests.bench.measuring import Result
from tests.support.editions import edition
from tests.support.processes import Process, celery
from tests.support.world import BANG_NA, World
from workers.queues import Queue

ONE_LIMIT, BATCH_LIMIT = 1.0, 20.0
"""Seconds."""

PAPERS, MEMBERS = 250, 24
"""A committee of so many seats fills two pages."""


def results(app: Flask) -> list[Result]:
    world = World(app, made=900)
    if not world.in_city(lambda session: published_edition(session, 1)):
        edition(world)
    one = _seconds_of_one(world)
    with _workers(app):
        _seconds_of_batch(world, 4)
        batch = _seconds_of_batch(world, PAPERS)
    return [
        _result(f"B9 one order as PDF and DOCX, seconds (median {one:.2f})", one, ONE_LIMIT),
        _result(f"B9 {PAPERS} orders signed and rendered, seconds", batch, BATCH_LIMIT),
    ]


def _workers(app: Flask) -> AbstractContextManager[Process]:
    """A worker with a process for each core, as an installation has it."""
    return celery(
        app,
        *("worker", "--queues", ",".join(Queue), "--pool", "prefork"),
        *("--concurrency", str(os.cpu_count() or 1), "--without-gossip", "--without-mingle"),
    )


def _seconds_of_one(world: World) -> float:
    [order_id] = _waiting(world, 1)
    took = []
    for _ in range(9):
        document = world.in_district(
            lambda session: document_of(queries.reading(session, WHOLE_DISTRICT, order_id).order)
        )
        began = time.perf_counter()
        render(document)
        render_docx(document)
        took.append(time.perf_counter() - began)
    return median(took)


def _seconds_of_batch(world: World, papers: int, patience: float = 120) -> float:
    director = world.actor(Role.DIRECTOR)
    waiting, batch_id = _waiting(world, papers), uuid7()
    began = time.perf_counter()
    with world.app.app_context(), scope.work(db.session, scope.tenant_scope(BANG_NA)):
        signing.sign_batch(
            db.session(),
            actor=director,
            within=WHOLE_DISTRICT,
            batch_id=batch_id,
            signatures=[
                Signature(order_id, 1, TypedNumber(number, bangkok_today()))
                for number, order_id in enumerate(waiting, start=papers * 10)
            ],
            address_of=lambda code: f"https://example.org/papers/{code}",
        )
    while not world.in_district(lambda session: queries.batch_progress(session, batch_id).is_done):
        if time.perf_counter() - began > patience:
            raise TimeoutError("the worker did not render the batch")
        time.sleep(0.2)
    return time.perf_counter() - began


def _waiting(world: World, count: int) -> list[UUID]:
    """Proposed orders with a whole committee's members and duties, about no zone of the bench."""
    ids = [uuid7() for _ in range(count)]
    members = [
        {
            "name": f"นายตัวอย่าง ลำดับที่ {place}",
            "position": f"ประธานชุมชนตัวอย่าง {place}",
            "role": "กรรมการ",
        }
        for place in range(1, MEMBERS + 1)
    ]
    texts = {
        "office_name": "สำนักงานเขตบางนา",
        "about": "แต่งตั้งคณะกรรมการเครือข่ายชุมชน",
        "reason": "เพื่อให้การดำเนินงานของเครือข่ายชุมชนเป็นไปด้วยความเรียบร้อย ชัดเจน และมีประสิทธิภาพ " * 3,
        "authority": "อาศัยอำนาจตามพระราชบัญญัติระเบียบบริหารราชการกรุงเทพมหานคร พ.ศ. 2528 จึงแต่งตั้ง ดังต่อไปนี้",
        "duties": ["พิจารณาแนวทางการดำเนินงานของเครือข่ายชุมชนให้สอดคล้องกับคู่มือ"] * 8,
        "effect": "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป",
        "signer_name": "",
        "signer_position": "ผู้อำนวยการเขตบางนา",
        "blocks": [{"title": "คณะกรรมการเครือข่ายชุมชน", "members": members}],
    }
    world.in_district(
        lambda session: session.add_all(
            Order(
                district_id=BANG_NA,
                id=order_id,
                edition=1,
                state=OrderState.PROPOSED.value,
                subject=f"แต่งตั้งคณะกรรมการเครือข่ายชุมชน ชุดที่ {place}",
                content=texts,
                drafted_by="ผู้วัดผล",
                drafted_by_position="นักพัฒนาสังคม",
            )
            for place, order_id in enumerate(ids, start=1)
        )
    )
    return ids


def _result(bench: str, seconds: float, limit: float) -> Result:
    return Result(bench, seconds, limit, seconds / limit, "<= 1.0", seconds <= limit)
