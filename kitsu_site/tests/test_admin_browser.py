"""The back office in a real browser: headless Chromium, used as a person would."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fido2.utils import websafe_encode
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.common.virtual_authenticator import Credential, VirtualAuthenticatorOptions
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import Select
from selenium.webdriver.support.wait import WebDriverWait

from accounts.tests.authenticator import SecurityKey
from kitsu_site.admin import site
from kitsu_site.tests.office import address
from kitsu_site.tests.rows import Rows
from kitsu_site.tests.world import PASSWORD
from production.models import Milestone, Project

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1500,1000",
)
SECONDS = 20

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    missing = [str(path) for path in (CHROMIUM, DRIVER) if not path.is_file()]
    if missing:
        pytest.fail(
            f"{' and '.join(missing)} missing: this test opens the back office in a browser. "
            "Install the Debian packages: apt-get install chromium chromium-driver"
        )
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for option in (*OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(option)
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium, live_server):
    """Chromium without a trace of the test before; its console must stay free of errors."""
    yield chromium
    chromium.get("about:blank")
    chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    everything = {"origin": live_server.url, "storageTypes": "all"}
    chromium.execute_cdp_cmd("Storage.clearDataForOrigin", everything)
    if chromium.virtual_authenticator_id:
        chromium.remove_virtual_authenticator()
    chromium.get_log("browser")


class Person:
    """Somebody at the browser."""

    def __init__(self, browser, live_server):
        self.browser, self.url = browser, live_server.url

    def open(self, path: str) -> None:
        self.browser.get(self.url + path)

    def wait(self, condition):
        return WebDriverWait(self.browser, SECONDS, poll_frequency=0.05).until(condition)

    def find(self, selector: str):
        """An element that is there to be clicked."""
        return self.wait(expected.element_to_be_clickable((By.CSS_SELECTOR, selector)))

    def sign_in(self, login: str) -> None:
        self.open("/admin/")
        self.find("#id_username").send_keys(login)
        self.find("#id_password").send_keys(PASSWORD, Keys.ENTER)
        self.wait(expected.title_contains("Overview"))

    def plug_in(self, key: SecurityKey) -> None:
        """A security key at the browser, which the person touches at once."""
        self.browser.add_virtual_authenticator(
            VirtualAuthenticatorOptions(has_resident_key=False, transport="usb")
        )
        private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        known = key.credential.credential_id, "localhost", private, 0
        self.browser.add_credential(Credential.create_non_resident_credential(*known))

    def write(self, field: str, value: str) -> None:
        element = self.find(f"#id_{field}")
        element.clear()
        element.send_keys(value)

    def choose(self, field: str, typed: str, wanted: str) -> None:
        """Type into the search of a foreign key, and take what it finds."""
        self.find(f"#id_{field} + .select2 .select2-selection").click()
        self.find(".select2-dropdown .select2-search__field").send_keys(typed)
        option = (By.XPATH, f"//li[contains(@class, 'select2-results__option')][.='{wanted}']")
        self.wait(expected.element_to_be_clickable(option)).click()

    def save(self) -> str:
        """Press the button; what the next page says."""
        button = self.find("[name=_save]")
        button.click()
        self.wait(expected.staleness_of(button))
        return self.text()

    def main(self):
        """The page but for what surrounds it, once it has come whole."""
        self.wait(lambda browser: browser.execute_script("return document.readyState") == "complete")
        return self.browser.find_element(By.CSS_SELECTOR, "#main")

    def text(self) -> str:
        """What the page says to the eye."""
        return self.main().text

    def console(self) -> list[str]:
        """What went wrong in the pages."""
        return [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.fixture
def person(browser, live_server, studio):
    return Person(browser, live_server)


def test_an_admin_signs_in_and_opens_every_list(person, studio):
    made = Rows(studio)
    made.grow(1)
    person.sign_in("admin@example.com")
    for model in site._registry:
        person.open(address(model, "changelist"))
        heading = person.main().get_property("innerText")
        assert str(model._meta.verbose_name_plural).lower() in heading.lower()
    assert person.console() == []


def test_a_manager_adds_a_milestone_and_changes_it(person, studio):
    person.sign_in("manager@example.com")
    person.find("a[href='/admin/production/project/']").click()
    person.wait(expected.title_contains("production"))
    person.open(address(Milestone, "add"))
    person.write("name", "First screening")
    person.choose("project", "big", "Big Buck")
    assert "“First screening” was added successfully" in person.save()
    row = Milestone.objects.get()
    assert (row.name, row.project) == ("First screening", studio.feature)

    person.open(address(Milestone, "changelist"))
    person.browser.find_element(By.LINK_TEXT, "First screening").click()
    person.write("name", "Premiere")
    assert "“Premiere” was changed successfully" in person.save()
    row.refresh_from_db()
    assert row.name == "Premiere"
    assert person.console() == []


def test_a_manager_signs_in_with_a_security_key(person, studio):
    key = SecurityKey()
    studio.manager.fido_enabled = True
    studio.manager.fido_credentials = [{"device_name": "key", "credential": websafe_encode(key.credential)}]
    studio.manager.save()
    person.plug_in(key)
    person.open("/admin/")
    person.find("#id_username").send_keys("manager@example.com")
    person.find("#id_password").send_keys(PASSWORD, Keys.ENTER)
    person.find(".use-key").click()
    person.wait(expected.title_contains("Overview"))
    assert person.console() == []


def test_a_manager_registers_a_security_key(person, studio):
    person.sign_in("manager@example.com")
    person.browser.add_virtual_authenticator(
        VirtualAuthenticatorOptions(has_resident_key=False, transport="usb")
    )
    person.open("/admin/accounts/person/me/second-factors/")
    person.find("form:has(input[value=fido]) button").click()
    person.find("[name=device_name]").send_keys("blue key", Keys.ENTER)
    person.wait(expected.text_to_be_present_in_element((By.TAG_NAME, "body"), "blue key is registered."))
    studio.manager.refresh_from_db()
    assert [key["device_name"] for key in studio.manager.fido_credentials] == ["blue key"]
    assert person.console() == []


def test_who_is_refused_reads_why(person):
    person.open("/admin/")
    person.find("#id_username").send_keys("animator@example.com")
    person.find("#id_password").send_keys(PASSWORD, Keys.ENTER)
    line = "The back office is for admins, managers and supervisors."
    person.wait(expected.text_to_be_present_in_element((By.CSS_SELECTOR, "body"), line))


def test_a_manager_reads_a_production_gives_a_role_and_archives_it(person, studio):
    person.sign_in("manager@example.com")
    person.open(address(Project, "change", studio.feature.pk))
    page = person.text()
    assert "0 %\ndone: 0 of 5 tasks" in page
    assert "Modeling\nAsset\n0 of 2 done" in page

    person.find("a[href='#team_links']").click()
    row = f"//tr[contains(., '{studio.animator}')]//select"
    Select(person.wait(expected.element_to_be_clickable((By.XPATH, row)))).select_by_value("supervisor")
    assert "was changed successfully" in person.save()
    assert studio.feature.team_links.get(person=studio.animator).role == "supervisor"

    person.open(address(Project, "change", studio.feature.pk))
    person.find("[hx-get*=archive]").click()
    person.find("#dialog [type=submit]").click()
    person.wait(expected.text_to_be_present_in_element((By.TAG_NAME, "body"), "Big Buck was archived."))
    studio.feature.refresh_from_db()
    assert studio.feature.project_status == studio.closed
    assert person.console() == []
