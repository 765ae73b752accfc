#!/usr/bin/env python3
"""attack.py VERNO FOLDER: what the desk refuses, and that it goes on serving. FOLDER is changed. TAP on stdout."""
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

TOKEN = "00112233445566778899aabbccddeeff"


class Desk:
    def __init__(self, verno, folder):
        self.process = subprocess.Popen([verno, "review", folder, "--token", TOKEN], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        address = self.process.stdout.readline().strip()
        assert address.endswith("#" + TOKEN), address
        self.port = int(address.split(":")[2].split("/")[0])
        self.host = f"127.0.0.1:{self.port}"

    def ask(self, path, body=None, who="anna", **changes):
        """(status, text). `changes` are headers by name with _ for -; None leaves one out."""
        headers = {"Host": self.host, "X-Verno-Token": TOKEN, "X-Verno-Who": who}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Origin": f"http://{self.host}"}
        for name, value in changes.items():
            headers[name.replace("_", "-")] = value
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest("GET" if body is None else "POST", path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if value is not None:
                connection.putheader(name, value)
        data = body.encode() if isinstance(body, str) else body
        if data is not None and "Content-Length" not in changes:
            connection.putheader("Content-Length", str(len(data)))
        try:
            connection.endheaders(data)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (ConnectionError, http.client.HTTPException) as trouble:
            return 0, str(trouble).encode()
        finally:
            connection.close()

    def memory(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(next(line for line in status if line.startswith("VmRSS")).split()[1])

    def pids(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as children:
            return [self.process.pid] + [int(pid) for pid in children.read().split()]


def first_id(desk):
    return json.loads(desk.ask("/api/queue?order=loss")[1])["ids"][0]


def refusals(desk):
    field = first_id(desk)
    decide = json.dumps({"id": field, "version": 0, "decision": "confirm", "value": None, "seconds": 1})
    yield "a foreign Host is refused", desk.ask("/", Host="evil.example")[0] == 403
    yield "a Host with another port is refused", desk.ask("/", Host="127.0.0.1:1")[0] == 403
    yield "no token, no answer", desk.ask("/api/folder", X_Verno_Token=None)[0] == 401
    yield "a token that is nearly right is refused", desk.ask("/api/folder", X_Verno_Token=TOKEN[:-1] + "0")[0] == 401
    yield "a POST from another site is refused", desk.ask("/api/decide", decide, Origin="http://evil.example")[0] == 403
    yield "a POST that a browser calls cross-site is refused", desk.ask("/api/decide", decide,
                                                                        Sec_Fetch_Site="cross-site")[0] == 403
    yield "a form's POST is refused", desk.ask("/api/decide", decide, Content_Type="text/plain")[0] == 415
    for path in ("/../verno.db", "/..%2fverno.db", "/%2e%2e/verno.db", "/api/picture/../../verno.db",
                 "/api/picture/1;x", "/api/field/-1", "/api/field/1e9", "/images/ab/x.png", "/verno.db"):
        status, body = desk.ask(path)
        yield f"{path} leads nowhere", status in (400, 404) and b"SQLite format" not in body
    yield "an unknown field is told so", desk.ask("/api/field/999999999")[0] == 404
    yield "a body that is no JSON is refused", desk.ask("/api/decide", "{")[0] == 422
    yield "a body of 70 kB is refused", desk.ask("/api/decide", b" " * 70000)[0] in (413, 0)
    yield "a body of 1 GB is refused by its length", desk.ask("/api/decide", b"{}", Content_Length="1073741824")[0] == 413
    yield "nobody decides without a name", desk.ask("/api/decide", decide, who="")[0] == 422
    yield "an unknown decision is refused", desk.ask("/api/decide", decide.replace("confirm", "burn"))[0] == 422
    yield "nothing was decided meanwhile", json.loads(desk.ask("/api/folder")[1])["progress"]["done"] == 0
    status, body = desk.ask("/")
    yield "the page is still served", status == 200 and b"<!doctype html" in body.lower()


def chunked_gigabyte(desk):
    """A body without a length that never ends."""
    with socket.create_connection(("127.0.0.1", desk.port), timeout=20) as line:
        line.sendall((f"POST /api/decide HTTP/1.1\r\nHost: {desk.host}\r\nX-Verno-Token: {TOKEN}\r\n"
                      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").encode())
        piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        try:
            for _ in range(2000):
                line.sendall(piece)
        except OSError:
            pass


def flood(desk):
    before = desk.memory()
    slow = []
    for _ in range(500):
        line = socket.create_connection(("127.0.0.1", desk.port), timeout=20)
        line.sendall(b"GET /api/folder HTTP/1.1\r\nHost: ")
        slow.append(line)
    start = time.monotonic()
    status = desk.ask("/api/folder")[0]
    yield f"500 slow connections, and a client is served in {time.monotonic() - start:.3f} s", status == 200
    for line in slow:
        line.close()
    chunked_gigabyte(desk)
    yield "an endless body, and a client is served", desk.ask("/api/folder")[0] == 200
    grown = desk.memory() - before
    yield f"memory grew by {grown} kB", grown < 40000


def sealed(desk, folder):
    with open(f"/proc/{desk.process.pid}/status", encoding="ascii") as status:
        text = status.read()
    yield "no new privileges, and a filter of calls", "NoNewPrivs:\t1" in text and "Seccomp:\t2" in text
    yield "one process", len(desk.pids()) == 1


def killed(verno, folder):
    """kill -9 between two decisions, 20 times: everything acknowledged is there."""
    kept = {}
    for _ in range(20):
        desk = Desk(verno, folder)
        ids = json.loads(desk.ask("/api/queue?order=page")[1])["ids"]
        for field in ids[:2]:
            seen = json.loads(desk.ask(f"/api/field/{field}")[1])
            body = {"id": field, "version": seen["version"], "decision": "absent", "value": None, "seconds": 1}
            status, answer = desk.ask("/api/decide", json.dumps(body))
            if status == 200 and json.loads(answer)["seed"] is None:
                kept[field] = json.loads(answer)["version"]
        desk.process.send_signal(signal.SIGKILL)
        desk.process.wait()
    with sqlite3.connect(os.path.join(folder, "verno.db")) as store:
        numbers = {row[0] for row in store.execute("SELECT number FROM corrections")}
    yield f"{len(kept)} decisions acknowledged, all kept", len(kept) >= 20 and set(kept.values()) <= numbers
    report = json.loads(subprocess.run([verno, "status", folder, "--json"], capture_output=True, check=True).stdout)
    yield "the chain of hashes holds", report["corrections"] == len(numbers) and "corrections_trouble" not in report


def unix_socket(verno, folder):
    place = os.path.join(folder, "desk.sock")
    process = subprocess.Popen([verno, "review", folder, "--token", TOKEN, "--socket", place],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    address = process.stdout.readline().strip()
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(place)
        line.sendall(f"GET /api/folder HTTP/1.1\r\nHost: x\r\nX-Verno-Token: {TOKEN}\r\nConnection: close\r\n\r\n"
                     .encode())
        yield "a UNIX socket serves", address.startswith("unix:") and b"200 OK" in line.recv(4096)
    yield "nobody else may use it", os.stat(place).st_mode & 0o077 == 0
    process.send_signal(signal.SIGTERM)
    yield "and ends when it is told", process.wait(10) == 0


def main():
    verno, source = os.path.abspath(sys.argv[1]), sys.argv[2]
    count = failed = 0
    with tempfile.TemporaryDirectory() as top:
        folder = os.path.join(top, "folder")
        shutil.copytree(source, folder)
        desk = Desk(verno, folder)

        def all_checks():
            yield from refusals(desk)
            yield from flood(desk)
            yield from sealed(desk, folder)
            desk.process.terminate()
            desk.process.wait()
            yield from killed(verno, folder)
            yield from unix_socket(verno, folder)
        for what, good in all_checks():
            count += 1
            failed += not good
            print(f"{'ok' if good else 'not ok'} {count} - {what}", flush=True)
    print(f"1..{count}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
