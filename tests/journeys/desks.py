"""People at their desks: what they click and type is counted, and their codes never make a test wait."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error, FilePayload, Page

from tests.journeys.conftest import Site, Visit


@dataclass
class Hands:
    """Somebody at a desk; every click of theirs is counted."""

    page: Page
    home: str
    clicks: int = 0
    typed: int = 0

    @property
    def main(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def press(self, words: str | re.Pattern[str], *, within: str = "main") -> None:
        """Click the first link or button of these words, and wait for the page that follows."""
        found = self.page.locator(f"{within} a, {within} button").filter(has_text=words)
        target = found.filter(visible=True).first
        assert target.count(), f"“{words}” is not on {self.page.url}: {self.main}"
        self._click(target)

    def open_section(self, words: str) -> None:
        """Choose a section in the navigation of the office."""
        self._click(self.page.locator("nav").get_by_role("link", name=words, exact=True).first)

    def tick(self, selector: str) -> None:
        self.page.locator(selector).check()
        self.clicks += 1

    def type(self, values: dict[str, object]) -> None:
        """Type into fields by their names."""
        for name, value in values.items():
            box = self.page.locator(f"main [name='{name}']")
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(str(value))
            else:
                box.fill(str(value))
            self.typed += 1

    def send_file(self, name: str, content: bytes) -> None:
        kind = "text/csv" if name.endswith("csv") else "application/octet-stream"
        payload: FilePayload = {"name": name, "mimeType": kind, "buffer": content}
        self.page.locator("main input[type=file]").set_input_files(payload)
        self.clicks += 1

    def download(self, words: str) -> bytes:
        with self.page.expect_download() as started:
            self.page.locator("main a").filter(has_text=words).click()
        self.clicks += 1
        return started.value.path().read_bytes()

    def go_home(self) -> None:
        self.page.goto(self.home)

    def _click(self, target: Any) -> None:
        self.clicks += 1
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            target.click()
        refused = self._refusals()
        assert not refused, f"{self.page.url} refuses: {refused}"

    def _refusals(self) -> list[str]:
        """What the page says is wrong; read again where it only now gives way to the next one."""
        summary = self.page.locator(".error-summary")
        try:
            return summary.all_inner_texts()
        except Error:
            self.page.wait_for_load_state()
            return summary.all_inner_texts()


@dataclass
class Town:
    """The people of the office at their desks, and the codes of those who sign."""

    site: Site
    visit: Visit
    office: str
    desks: dict[str, Hands] = field(default_factory=dict)

    def at(self, username: str) -> Hands:
        if username not in self.desks:
            home = "/city/" if username.startswith("city.") else f"/d/{self.office}/"
            self.desks[username] = Hands(self.visit(username, path=home), home)
        return self.desks[username]

    def confirm(self, username: str) -> None:
        """Type the password and a code of the authenticator, as everybody does who signs."""
        password = self.site.accounts[username]["password"]
        self.at(username).type({"password": password, "code": self.site.code_of(username)})

    def clicks(self) -> int:
        """The clicks of all people together, without those of signing in."""
        return sum(hands.clicks for hands in self.desks.values())
