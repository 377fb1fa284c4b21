"""The attacks of .ci/hostile, which says what they must show: JAVA RELAY_JAR SITE_JAR FOLDER."""
import base64, json, multiprocessing, os, re, socket, struct, subprocess, sys, threading, time, zlib
from concurrent.futures import ThreadPoolExecutor

JAVA, RELAY_JAR, SITE_JAR, PLACE = sys.argv[1:5]
SECRET = "hostile-secret-0123456789"
TOPIC = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/shop"
CLOSED, PATIENCE, SLOW = 0, 15, 1.0
LOG_GROWTH, MORE_FILES = 256 * 1024, 60


class Program:
    """One of the two under attack, with a small heap."""

    def __init__(self, name, jar, arguments, environment, listens):
        self.name, self.log = name, os.path.join(PLACE, name + ".log")
        self.temporary = os.path.join(PLACE, name + "-tmp")
        os.makedirs(self.temporary)
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [JAVA, "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=" + self.temporary, "-jar", jar] + arguments,
                stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **environment})
        end = time.time() + 120
        while True:
            found = re.search(listens, self.text())
            if found:
                self.ports = [int(port) for port in found.groups()]
                break
            if time.time() > end or self.process.poll() is not None:
                raise SystemExit(f"hostile: {name} did not start:\n{self.text()}")
            time.sleep(0.1)

    def text(self):
        with open(self.log, errors="replace") as log:
            return log.read()

    def alive(self):
        return self.process.poll() is None

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def send(port, data, patience=PATIENCE, half=False):
    """The status of the answer; CLOSED when the connection was closed without one, None when nothing came in time."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=patience) as link:
            link.settimeout(patience)
            try:
                link.sendall(data)
                if half:
                    link.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # refused while it still came
            answer = b""
            while b"\r\n" not in answer:
                piece = link.recv(4096)
                if not piece:
                    return CLOSED
                answer += piece
            return int(answer.split(b" ", 2)[1])
    except socket.timeout:
        return None
    except OSError:
        return CLOSED


def head(method, path, *headers):
    return "\r\n".join((f"{method} {path} HTTP/1.1",) + headers + ("", "")).encode("latin-1")


def post(path, body, *headers):
    if isinstance(body, str):
        body = body.encode()
    return head("POST", path, "Host: h", f"Content-Length: {len(body)}", *headers) + body


def watch(asked, told):
    """In a process of its own: asks for health all the time. What a server that does nothing took just before is the machine's."""
    control = socket.create_server(("127.0.0.1", 0))

    def answer():
        while True:
            link, _ = control.accept()
            with link:
                link.recv(1000)
                link.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    threading.Thread(target=answer, daemon=True).start()
    while True:
        for name, port in [("control", control.getsockname()[1])] + asked:
            began = time.monotonic()
            status = send(port, head("GET", "/healthz", "Host: h", "Connection: close"), 10)
            took = time.monotonic() - began
            if name == "control":
                lag = took
            else:
                told.put((name, status, took - lag))
        time.sleep(0.1)


class Health:
    """What the watching process found out."""

    def __init__(self, asked):
        self.told, self.slowest = multiprocessing.Queue(), 0.0
        multiprocessing.Process(target=watch, args=(asked, self.told), daemon=True).start()

    def taken(self):
        bad = []
        while not self.told.empty():
            name, status, took = self.told.get()
            self.slowest = max(self.slowest, took)
            if status != 200 or took > SLOW:
                bad.append(f"{name}'s health: {status} after {took:.1f} s")
        return bad


relay_config = os.path.join(PLACE, "relay.yaml")
with open(relay_config, "w") as file:
    file.write(f"""
server: {{host: 127.0.0.1, port: 0}}
management: {{host: 127.0.0.1, port: 0}}
journal: {{file: {PLACE}/relay.db}}
azure: {{credential: managed-identity, deadline: 2s}}
registries:
  shop:
    host: shop.azurecr.io
    deadline: 1s
    tries: 1
    webhook: {{secrets: [{{bearer: {SECRET}}}]}}
    eventgrid: {{topics: ['{TOPIC}'], subscriptions: [relay], secrets: [{{query: {{name: code, value: {SECRET}}}}}]}}
apps:
  - {{name: web, mode: observe, subscription: 00000000-0000-0000-0000-000000000001, resourceGroup: g, site: web, registry: shop, repository: reviews, tag: live}}
""")
relay = Program("relay", RELAY_JAR, ["serve", "--config", relay_config],
                {"IDENTITY_ENDPOINT": "http://127.0.0.1:9/msi", "IDENTITY_HEADER": "x"},
                r"listens on port (\d+), management on (\d+)")
site = Program("site", SITE_JAR, [],
               {"PORT": "0", "HOST": "127.0.0.1", "REVIEWS_STORE": f"{PLACE}/reviews.db", "SECRET_KEY": "k" * 40,
                "WRITES_PER_MINUTE": "100000"}, r"listens on 127\.0\.0\.1:(\d+)")
MAIN, MANAGEMENT = relay.ports
SITE = site.ports[0]

ATTACKS = []


def attack(program, name):
    def keep(work):
        ATTACKS.append((program, name, work))
        return work
    return keep


def must(status, *allowed):
    """4xx means any of these; CLOSED a closed connection."""
    fine = status in allowed or ("4xx" in allowed and status is not None and 400 <= status < 500)
    return [] if fine else [f"answered {status}, not {allowed}"]


def each(statuses, *allowed):
    return sorted({finding for status in statuses for finding in must(status, *allowed)})


BEARER = "Authorization: Bearer " + SECRET
JSON = "Content-Type: application/json"
GRID = f"/hooks/eventgrid/shop?code={SECRET}"

for port, where in ((MAIN, "main"), (MANAGEMENT, "management")):
    for host in ("", "Host: <", "Host: a b", "Host: x:99999", "Host: x/y", "Host: x@y", "Host: a\r\nHost: b"):
        for path in ("/healthz", "/nowhere"):
            attack(relay, f"{where} {path} with {host!r}")(
                lambda port=port, path=path, host=host: must(send(port, head("GET", path, *filter(None, [host]))), "4xx"))

EVENT = {"specversion": "1.0", "type": "Microsoft.ContainerRegistry.ImagePushed", "id": "1", "source": TOPIC,
         "data_base64": base64.b64encode(b'{"id":[]}').decode(), "subject": {"x": 1}, "data": {}}


@attack(relay, "an event whose hidden data made Azure's reader go round for ever")
def hidden_data():
    body = json.dumps(EVENT)
    return must(send(MAIN, post(GRID, body, "Content-Type: application/cloudevents+json", "aeg-subscription-name: relay")),
                "4xx", 200, 202)


for place in ("id", "type", "source", "subject", "data", "specversion", "data_base64", "time"):
    for value in ([], {"x": []}, 1e300, [[[]]], None, "\u0000"):
        attack(relay, f"an event with {json.dumps(value)} as its {place}")(
            lambda place=place, value=value: must(send(MAIN, post(GRID, json.dumps({**EVENT, place: value}),
                "Content-Type: application/cloudevents+json", "aeg-subscription-name: relay")), "4xx", 200, 202))

for name, body in (("nested lists", "[" * 100_000), ("nested objects", '{"a":' * 50_000), ("a huge number", '{"id":' + "9" * 60_000 + "}"),
                   ("no UTF-8", b'{"id":"\xff\xfe"}'), ("nothing", ""), ("a lone surrogate", '{"id":"\\ud800"}'), ("2 MiB", "x" * (2 << 20))):
    attack(relay, f"a push of {name}")(lambda body=body: must(send(MAIN, post("/hooks/acr/shop", body, JSON, BEARER)), "4xx"))
    attack(relay, f"an event of {name}")(lambda body=body: must(send(MAIN, post(GRID, body, JSON, "aeg-subscription-name: relay",
        "aeg-event-type: Notification")), "4xx", 200))

for name, rest in (("bad chunk size", b"zz\r\nx\r\n"), ("bare line feeds", b"1\nx\n0\n\n"), ("17 digits", b"1" * 17 + b"\r\nx"),
                   ("a long extension", b"1;" + b"e" * 20_000 + b"\r\nx\r\n0\r\n\r\n"), ("no chunks", b"{}")):
    attack(relay, f"chunked with {name}")(lambda rest=rest: must(send(MAIN, head("POST", "/hooks/acr/shop", "Host: h", JSON, BEARER,
        "Transfer-Encoding: chunked") + rest, half=True), "4xx", CLOSED))
attack(relay, "both lengths")(lambda: must(send(MAIN, head("POST", "/hooks/acr/shop", "Host: h", JSON, BEARER, "Content-Length: 5",
    "Transfer-Encoding: chunked") + b"0\r\n\r\n"), "4xx", CLOSED))
for line in ("Content-Encoding: gzip", "Transfer-Encoding: gzip, chunked", "Expect: something", "Content-Length: -1", "Content-Length: 9x"):
    attack(relay, line)(lambda line=line: must(send(MAIN, head("POST", "/hooks/acr/shop", "Host: h", JSON, BEARER, line) + b"{}",
        half=True), "4xx", CLOSED))
attack(relay, "100-continue from a stranger")(lambda: must(send(MAIN, head("POST", "/hooks/acr/shop", "Host: h", JSON,
    "Authorization: Bearer wrong", "Expect: 100-continue", "Content-Length: 2")), 401))
attack(relay, "a request line of 20 KB")(lambda: must(send(MAIN, head("GET", "/" + "a" * 20_000, "Host: h")), "4xx"))
attack(relay, "headers of 100 KB")(lambda: must(send(MAIN, head("GET", "/", "Host: h", "A: " + "a" * 100_000)), "4xx", CLOSED))
attack(relay, "another protocol")(lambda: must(send(MAIN, b"\x16\x03\x01\x02\x00\x01\x00" * 50 + b"\r\n\r\n"), "4xx", CLOSED))


@attack(relay, "3000 requests without a host")
def without_host():
    with ThreadPoolExecutor(8) as crowd:
        return each(crowd.map(lambda _: send(MAIN, head("GET", "/")), range(3000)), "4xx", CLOSED)


@attack(relay, "2000 wrong tokens")
def wrong_tokens():
    with ThreadPoolExecutor(8) as crowd:
        return each(crowd.map(lambda i: send(MAIN, head("GET", "/api/v1/apps", "Host: h", f"Authorization: Bearer t{i}")), range(2000)),
                    "4xx")


for header in ("X-Forwarded-For", "X-Real-IP", "Via", "Forwarded", "X-Forwarded-Proto", "X-Azure-ClientIP", "CF-Connecting-IP"):
    attack(relay, f"an act through a proxy that says {header}")(lambda header=header: must(send(MAIN, post("/api/v1/apps/web/hold",
        '{"reason":"x"}', JSON, header + ": 1.2.3.4")), "4xx"))


@attack(relay, "300 connections that say nothing")
def silent():
    links = [socket.create_connection(("127.0.0.1", MAIN), timeout=PATIENCE) for _ in range(300)]
    answer = must(send(MAIN, head("GET", "/api/v1/nowhere", "Host: h")), "4xx")
    for link in links:
        link.close()
    return answer


def flood(port, request, connections):
    """As many connections, each with this, and nobody who reads an answer; held until the next question was answered."""
    links = []
    for _ in range(connections):
        try:
            links.append(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            links[-1].setblocking(False)
            links[-1].send(request)
        except OSError:
            pass  # refused, or as much as the socket takes
    return links


def flooded(port, path, request, connections, *allowed):
    """What one more client is told: it may be turned away at the door, but not when those have left."""
    links = flood(port, request, connections)
    during = send(port, head("GET", path, "Host: h"))
    for link in links:
        link.close()
    end = time.time() + PATIENCE
    after = send(port, head("GET", path, "Host: h"))
    while after == CLOSED and time.time() < end:
        after = send(port, head("GET", path, "Host: h"))
    return must(during, *allowed, CLOSED) or must(after, *allowed)


attack(relay, "500 connections of 120 requests each")(lambda: flooded(MAIN, "/nowhere", head("GET", "/nowhere", "Host: h") * 120, 500, "4xx"))
attack(relay, "3000 connections of two requests with 15 KB of headers")(lambda: flooded(MAIN, "/nowhere",
    head("GET", "/nowhere", "Host: h", *(f"h{i}: v" for i in range(1000))) * 2, 3000, "4xx"))
attack(relay, "120 deliveries of 1.9 MB whose end never comes")(lambda: flooded(MAIN, "/nowhere", head("POST", GRID, "Host: h", JSON,
    "aeg-event-type: Notification", "aeg-subscription-name: relay", "Content-Length: 2000000") + b" " * 1_900_000, 120, "4xx"))
attack(relay, "2500 requests at once")(lambda: must(send(MAIN, head("GET", "/nowhere", "Host: h") * 2500), "4xx"))
attack(relay, "2500 questions for health at once")(lambda: must(send(MANAGEMENT, head("GET", "/healthz", "Host: h") * 2500), 200))
attack(relay, "a length that no number holds")(lambda: must(send(MAIN, head("POST", "/hooks/acr/shop", "Host: h", JSON, BEARER,
    "Content-Length: 9223372036854775807") + b"{"), 413))
attack(relay, "a target that names another host")(lambda: must(send(MAIN, head("GET", "http://evil/api/v1/apps", "Host: localhost")), "4xx"))
attack(relay, "a header without a name")(lambda: must(send(MAIN, head("GET", "/nowhere", "Host: h", ": x")), 400))


def visitor():
    """A cookie, as the site gives it with a page that has a form."""
    with socket.create_connection(("127.0.0.1", SITE), timeout=PATIENCE) as link:
        link.settimeout(PATIENCE)
        link.sendall(head("GET", "/restaurants/1", "Host: h", "Connection: close"))
        page = b""
        while True:
            piece = link.recv(65536)
            if not piece:
                break
            page += piece
    cookie = re.search(rb"(?i)set-cookie: ([^;\r]+)", page).group(1).decode()
    return "Cookie: " + cookie, re.search(rb'name="token" value="([^"]+)"', page).group(1).decode()


def parts(fields, end="--xyz--\r\n"):
    body = b""
    for name, filename, value in fields:
        told = f'; filename="{filename}"' if filename is not None else ""
        body += f'--xyz\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'.encode() + value + b"\r\n"
    return body + end.encode()


MULTIPART = "Content-Type: multipart/form-data; boundary=xyz"
REVIEWS = "/restaurants/1/reviews"
MARKS = ("\u0345" * 64_000 + "\u0334" * 64_000).encode()


@attack(site, "combining marks")
def combining_marks():
    cookie, token = visitor()
    return must(send(SITE, post(REVIEWS, parts([("token", None, token.encode()), ("author", None, MARKS), ("stars", None, b"5"),
                                                ("comment", None, MARKS)]), MULTIPART, cookie), 20), "4xx", CLOSED)


@attack(site, "combining marks as far as they fit")
def fitting_marks():
    cookie, token = visitor()
    marks = ("\u0345" * 1900 + "\u0334" * 1900).encode()
    return must(send(SITE, post(REVIEWS, parts([("token", None, token.encode()), ("author", None, b"a"), ("stars", None, b"5"),
                                                ("comment", None, marks)]), MULTIPART, cookie), 20), "4xx")


@attack(site, "five uploads of 29 MB without an end")
def cut_uploads():
    cookie, _ = visitor()
    body = parts([("photo", "a.jpg", b"p" * (29 << 20))], "")
    return each([send(SITE, post(REVIEWS, body, MULTIPART, cookie), 30) for _ in range(5)], "4xx", CLOSED)


@attack(site, "uploads whose sender hangs up")
def hung_up():
    cookie, _ = visitor()
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", SITE), timeout=PATIENCE) as link:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            link.sendall(head("POST", REVIEWS, "Host: h", MULTIPART, cookie, "Content-Length: 1000000")
                         + parts([("photo", "a.jpg", b"p" * 200_000)], ""))
    return []


for name, body in (("300 files", parts([("photo", "a", b"p")] * 300)), ("300 fields", parts([("comment", None, b"c")] * 300)),
                   ("a garbage header", b"--xyz\r\n\x00\xff garbage\r\n\r\nx\r\n--xyz--\r\n"), ("nothing", b""), ("a file of another name",
                   parts([("virus", "v", b"v")])), ("an unknown field", parts([("more", None, b"m")]))):
    @attack(site, f"a form of {name}")
    def form(body=body):
        cookie, _ = visitor()
        return must(send(SITE, post(REVIEWS, body, MULTIPART, cookie), 150), "4xx", CLOSED)


@attack(site, "eight forms of 29 MB of text held open")
def texts():
    cookie, token = visitor()
    body = parts([("token", None, token.encode())] + [(f"f{i}", None, b"t" * 230_000) for i in range(127)])
    with ThreadPoolExecutor(8) as crowd:
        return each(crowd.map(lambda _: send(SITE, post(REVIEWS, body, MULTIPART, cookie), 60), range(8)), "4xx", CLOSED)


@attack(site, "a crowd that asks for its health")
def health_crowd():
    with ThreadPoolExecutor(50) as crowd:
        return each(crowd.map(lambda _: send(SITE, head("GET", "/healthz", "Host: h", "Connection: close")), range(2000)), 200)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@attack(site, "photos of 800,000 empty pieces")
def empty_pieces():
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", b"") * 800_000 \
        + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    cookie, token = visitor()
    fields = [("token", None, token.encode()), ("author", None, b"Ann"), ("stars", None, b"5"), ("comment", None, b"fine"),
              ("photo", "a.png", png)]
    with ThreadPoolExecutor(4) as crowd:
        return each(crowd.map(lambda _: send(SITE, post(REVIEWS, parts(fields), MULTIPART, cookie), 60), range(8)), "4xx")


attack(site, "an upgrade to HTTP/2")(lambda: must(send(SITE, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "4xx", CLOSED, 501, 505))
for path in ("/%zz", "/photos/..%2f..%2freviews.db", "/restaurants/1?page=" + "9" * 400, "/assets/%00", "/restaurants/" + "a" * 3000):
    attack(site, path[:60])(lambda path=path: must(send(SITE, head("GET", path, "Host: h")), "4xx", 200, 303))
for host in ("", "Host: <", "Host: a b", "Host: x:99999", "Host: a\r\nHost: b"):
    attack(site, f"{host!r} as its host")(lambda host=host: must(send(SITE, head("GET", "/", *filter(None, [host]))), "4xx"))
attack(site, "both lengths")(lambda: must(send(SITE, head("POST", REVIEWS, "Host: h", MULTIPART, "Content-Length: 5",
    "Transfer-Encoding: chunked") + b"0\r\n\r\n"), "4xx", CLOSED))
attack(site, "headers of 100 KB")(lambda: must(send(SITE, head("GET", "/", "Host: h", "A: " + "a" * 100_000)), "4xx", CLOSED))

attack(site, "100 connections of 60 pages each")(lambda: flooded(SITE, "/ping", head("GET", "/ping", "Host: h") * 60, 100, 200))
attack(site, "3000 pages at once")(lambda: must(send(SITE, head("GET", "/", "Host: h") * 3000), 200))
for line in ("GET / HTTP/1.2", "GET / HTTP/2.0", "GET / HTTP/11.1"):
    attack(site, line)(lambda line=line: must(send(SITE, (line + "\r\nHost: h\r\n\r\n").encode()), 400))


@attack(site, "a form with an empty boundary")
def empty_boundary():
    cookie, _ = visitor()
    return must(send(SITE, post(REVIEWS, b"x", "Content-Type: multipart/form-data; boundary=", cookie)), "4xx")


health = Health([("relay", MANAGEMENT), ("site", SITE)])
findings = 0
for program, name, work in ATTACKS:
    size, files = os.path.getsize(program.log), program.files()
    found = work()
    end = time.time() + 20
    while program.alive() and program.files() > files + MORE_FILES and time.time() < end:
        time.sleep(0.2)
    if not program.alive():
        found.append("the process ended")
    elif program.files() > files + MORE_FILES:
        found.append(f"{program.files() - files} more files are open")
    grown = os.path.getsize(program.log) - size
    new = program.text()[-grown:] if grown else ""
    if grown > LOG_GROWTH:
        found.append(f"the log grew by {grown} bytes")
    if SECRET in new:
        found.append("the secret is in the log")
    if re.search(r"\n\tat ", new):
        found.append("a stack trace is in the log: " + new[:300])
    found += health.taken()
    if found:
        findings += 1
        print(f"{program.name}: {name}: " + "; ".join(found))
    if not program.alive():
        break
end = time.time() + 30
uploads = os.path.join(site.temporary, "reviews-uploads")
while os.path.isdir(uploads) and os.listdir(uploads) and time.time() < end:
    time.sleep(0.5)
if os.path.isdir(uploads) and os.listdir(uploads):
    findings += 1
    print(f"site: {len(os.listdir(uploads))} uploads were left behind")
for program in (relay, site):
    program.process.terminate()
    try:
        program.process.wait(35)
    except subprocess.TimeoutExpired:
        findings += 1
        print(f"{program.name}: did not stop within 35 s")
        program.process.kill()
print(f"slowest health answer {health.slowest * 1000:.0f} ms")
print(f"{len(ATTACKS)} attacks, {findings} findings")
sys.exit(1 if findings else 0)
