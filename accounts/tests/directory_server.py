"""An OpenLDAP server (slapd) on local ports, with a small studio in it: plain, StartTLS and TLS."""

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from accounts.tests.certificates import make_key

BASE = "dc=studio,dc=example"
READER, READER_PASSWORD = f"cn=reader,{BASE}", "reader-secret"
SCHEMAS = ("core", "cosine", "inetorgperson", "nis")
CONFIGURATION = """
{schemas}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/certificate.pem
TLSCertificateKeyFile {folder}/key.pem
database mdb
suffix "{base}"
rootdn "cn=root,{base}"
rootpw root-secret
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{reader}" read by * none
"""
PEOPLE = """
dn: {base}
objectClass: dcObject
objectClass: organization
o: Studio
dc: studio

dn: {reader}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: {reader_password}

dn: ou=people,{base}
objectClass: organizationalUnit
ou: people
"""
PERSON = """
dn: uid={uid},ou=people,{base}
objectClass: inetOrgPerson
uid: {uid}
givenName: {first}
sn: {last}
cn: {first} {last}
mail: {uid}@studio.example
userPassword: {password}
"""
GROUP = """
dn: cn={name},{base}
objectClass: groupOfNames
cn: {name}
{members}
"""


class DirectoryServer:
    """slapd in a folder of its own; `entries` is what it begins with, as LDIF."""

    def __init__(self, folder: Path, entries: str):
        self.folder = folder
        (folder / "data").mkdir()
        make_key(folder, "localhost")
        schemas = "\n".join(f"include /etc/ldap/schema/{name}.schema" for name in SCHEMAS)
        self.configuration = folder / "slapd.conf"
        self.configuration.write_text(
            CONFIGURATION.format(schemas=schemas, folder=folder, base=BASE, reader=READER)
        )
        (folder / "entries.ldif").write_text(
            PEOPLE.format(base=BASE, reader=READER, reader_password=READER_PASSWORD).lstrip() + entries
        )
        self.run("slapadd", "-l", str(folder / "entries.ldif"))
        self.port, self.tls_port = free_port(), free_port()

    @property
    def certificate(self) -> str:
        return str(self.folder / "certificate.pem")

    def run(self, name: str, *arguments: str) -> None:
        call = [program(name), "-f", str(self.configuration), *arguments]
        done = subprocess.run(call, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    @contextmanager
    def running(self):
        listen = f"ldap://127.0.0.1:{self.port} ldaps://127.0.0.1:{self.tls_port}"
        call = [program("slapd"), "-f", str(self.configuration), "-h", listen, "-d", "0"]
        process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(self.port, process)
            yield self
        finally:
            process.terminate()
            process.wait()


def person(uid: str, first: str, last: str, password: str = "directory-secret") -> str:
    return PERSON.format(base=BASE, uid=uid, first=first, last=last, password=password)


def group(name: str, *uids: str) -> str:
    members = "\n".join(f"member: uid={uid},ou=people,{BASE}" for uid in uids)
    return GROUP.format(base=BASE, name=name, members=members)


def program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if found is None:
        pytest.fail(f"{name} is missing: this test asks a real directory. apt-get install slapd")
    return found


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port: int, process) -> None:
    """Until the server listens."""
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    pytest.fail("slapd did not start")
