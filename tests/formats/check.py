#!/usr/bin/env python3
"""Checks what `leyline diff` and `leyline gate` write, format by format, by rules of those who read it.

usage: check.py FORMAT=FILE...            exit 1 and a line for each problem
       check.py --contracts DIR FORMAT=FILE...   also reads json as ProtoJSON of the messages there

Each rule is written down here from the format's own description, so that nothing has to be fetched:
SARIF 2.1.0 with what GitHub asks for, Jenkins' JUnit schema, GitLab's Code Quality report, reviewdog's
rdjsonl, GitHub's annotations, lines of compilers. Leyline's own JSON is read by libprotobuf as the message of contracts/
that it is, and OpenMetrics by Prometheus' own reader. tests/formats/check-with-peers uses the formats'
own checkers.
"""
import functools
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

problems = []


def need(truth, message):
    if not truth:
        problems.append(message)


def keys(value, where, required, allowed=None):
    """The required keys are there with values of their types, and no others than the allowed."""
    if not isinstance(value, dict):
        problems.append(f"{where}: is no object")
        return False
    for key, kind in required.items():
        need(isinstance(value.get(key), kind), f"{where}: `{key}` is missing or of another type")
    for key in value:
        need(allowed is None or key in required or key in allowed, f"{where}: unknown `{key}`")
    return True


def relative(path, where):
    need(path and not path.startswith(("/", "./", "../")), f"{where}: `{path}` is not repository-relative")


def sarif(text):
    log = json.loads(text)
    keys(log, "log", {"version": str, "runs": list}, {"$schema"})
    need(log["version"] == "2.1.0", "version is not 2.1.0")
    need(0 < len(log["runs"]) <= 20, "GitHub takes 1 to 20 runs")
    for run in log["runs"]:
        keys(run, "run", {"tool": dict, "results": list},
             {"automationDetails", "columnKind", "originalUriBaseIds", "invocations", "properties"})
        driver = run["tool"]["driver"]
        keys(driver, "driver", {"name": str, "rules": list})
        rules = driver["rules"]
        for rule in rules:
            keys(rule, "rule", {"id": str, "shortDescription": dict, "fullDescription": dict, "help": dict},
                 {"name", "helpUri", "defaultConfiguration", "properties"})
            need(rule["help"].get("text"), f"{rule['id']}: no help text")
        need(len({rule["id"] for rule in rules}) == len(rules), "a rule stands twice")
        need(len(run["results"]) <= 25000, "GitHub takes 25,000 results")
        prints = []
        for result in run["results"]:
            keys(result, "result", {"ruleId": str, "message": dict, "locations": list,
                                    "partialFingerprints": dict, "level": str})
            need(result["level"] in ("none", "note", "warning", "error"), "unknown level")
            need(rules[result["ruleIndex"]]["id"] == result["ruleId"], "ruleIndex names another rule")
            need(result["message"].get("text"), "a result without words")
            need(1 <= len(result["locations"]) <= 1000, "GitHub needs a location")
            for location in result["locations"]:
                physical = location["physicalLocation"]
                relative(physical["artifactLocation"]["uri"], "result")
                region = physical["region"]
                need(region["startLine"] >= 1 and region.get("startColumn", 1) >= 1, "places begin at 1")
            for suppression in result.get("suppressions", []):
                keys(suppression, "suppression", {"kind": str}, {"status", "justification"})
                need(suppression["kind"] in ("inSource", "external"), "unknown suppression")
            prints.append(result["partialFingerprints"]["primaryLocationLineHash"])
        need(len(set(prints)) == len(prints), "a fingerprint stands twice")


def junit(text):
    root = xml.fromstring(text)
    need(root.tag == "testsuites", "the root is not testsuites")
    totals = {"tests": 0, "failures": 0}
    for suite in root:
        need(suite.tag == "testsuite", f"unknown {suite.tag}")
        cases = [one for one in suite if one.tag == "testcase"]
        need({one.tag for one in suite} <= {"testcase", "properties", "system-out", "system-err"}, "unknown child")
        need(suite.get("name") and int(suite.get("tests")) == len(cases), "tests are miscounted")
        failures = sum(1 for one in cases if one.find("failure") is not None)
        skipped = sum(1 for one in cases if one.find("skipped") is not None)
        need(int(suite.get("failures")) == failures, "failures are miscounted")
        need(int(suite.get("skipped", skipped)) == skipped, "skipped are miscounted")
        for case in cases:
            need(case.get("name") and case.get("classname"), "a case without a name")
            need({one.tag for one in case} <= {"failure", "skipped", "error", "system-out", "system-err"},
                 "unknown child of a case")
        totals["tests"] += len(cases)
        totals["failures"] += failures
    need(totals["tests"] > 0, "viewers call a file without cases a failure")
    for key, count in totals.items():
        need(root.get(key) is None or int(root.get(key)) == count, f"{key} are miscounted")


def gitlab(text):
    from jsonschema import Draft202012Validator
    entries = json.loads(text)
    with open(os.path.dirname(__file__) + "/gitlab-code-quality.schema.json", encoding="utf-8") as schema:
        for error in Draft202012Validator(json.load(schema)).iter_errors(entries):
            problems.append(f"{list(error.path)}: {error.message}")
    prints = [entry["fingerprint"] for entry in entries]
    need(len(set(prints)) == len(prints), "GitLab shows one of those that share a fingerprint")


def rdjsonl(text):
    for line in text.splitlines():
        row = json.loads(line)
        keys(row, "line", {"message": str, "location": dict, "severity": str},
             {"source", "code", "suggestions", "original_output", "related_locations"})
        need(row["severity"] in ("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"), "unknown severity")
        keys(row["location"], "location", {"path": str}, {"range"})
        relative(row["location"]["path"], "location")
        keys(row.get("source", {"name": ""}), "source", {"name": str}, {"url"})
        keys(row.get("code", {"value": ""}), "code", {"value": str}, {"url"})


def lines(text):
    for line in text.splitlines():
        found = re.fullmatch(r"(.+):(\d+):(\d+): (error|warning|note): .+ \[[A-Z]+[A-Z_0-9]+\]", line)
        need(found, f"not as compilers print it: {line}")
        if found:
            relative(found.group(1), "path")
            need(int(found.group(2)) > 0 and int(found.group(3)) > 0, f"counts from 1: {line}")


def github(text):
    command = re.compile(r"::(error|warning|notice|debug|group|endgroup)(?: ([^:\r\n]*))?::.*")
    for line in text.splitlines():
        if not line.startswith("::"):
            continue
        found = command.fullmatch(line)
        need(found, f"no command of ours: {line}")
        for pair in (found.group(2) or "").split(",") if found else []:
            need(not pair or pair.split("=")[0] in ("file", "line", "endLine", "col", "endColumn", "title"),
                 f"unknown property {pair}")
    for kind in ("error", "warning", "notice"):
        need(text.count(f"::{kind} ") <= 10, f"GitHub shows 10 of {kind}")


def markdown(text):
    need(text.startswith("<!-- leyline:"), "the first line does not find the comment again")
    need(len(text) < 65536, "GitHub takes 65,536 characters")
    table = [line for line in text.splitlines() if line.startswith("|")]
    cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table}
    need(len(cells) <= 1, "rows of a table differ in their cells")


class Page(html.parser.HTMLParser):
    VOID = {"meta", "br", "link", "img", "hr"}

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links = [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        need(tag not in ("script", "iframe", "object", "embed", "link", "img", "form"), f"has <{tag}>")
        for name, value in attributes.items():
            need(not name.startswith("on"), f"has {name}")
            need(name not in ("src", "href") or value.startswith("#"), f"loads or leads to {value}")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"][1:])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        need(self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}")
        if self.open:
            self.open.pop()


def page(text):
    need(text.startswith("<!doctype html>"), "no doctype")
    need("Content-Security-Policy" in text, "no Content-Security-Policy")
    need('<html lang="' in text and "<title>" in text, "no language or title")
    reader = Page()
    reader.feed(text)
    need(not reader.open, f"not closed: {reader.open}")
    need(len(set(reader.ids)) == len(reader.ids), "an id stands twice")
    for link in reader.links:
        need(link in reader.ids, f"#{link} leads nowhere")


@functools.cache
def messages_of(contracts):
    """The classes of all messages of leyline.v1, by libprotobuf."""
    from google.protobuf import descriptor_pb2, message_factory
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["protoc", "-I", contracts, "--include_imports", "-o", out.name,
                        *(f"leyline/v1/{name}" for name in sorted(os.listdir(f"{contracts}/leyline/v1")))],
                       check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(out.read())
    return message_factory.GetMessages(files.file)


def proto_json(text, contracts, name=None):
    """libprotobuf reads it as the message that it says it is, and refuses what it does not know."""
    value = json.loads(text)
    if contracts is None:
        return
    from google.protobuf import json_format
    if name is None:
        name = "GateReport" if "outcome" in value or "requirements" in value else "DiffReport"
    json_format.Parse(text, messages_of(contracts)[f"leyline.v1.{name}"]())


def notices(text, contracts):
    for line in text.splitlines():
        proto_json(line, contracts, "Notification")


def openmetrics(text):
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
    need(list(text_string_to_metric_families(text)), "has no figures")


def main(arguments):
    contracts = None
    if arguments[:1] == ["--contracts"]:
        contracts, arguments = arguments[1], arguments[2:]
    checks = {"sarif": sarif, "junit": junit, "gitlab": gitlab, "rdjsonl": rdjsonl, "lines": lines,
              "github": github,
              "markdown": markdown, "html": page, "json": lambda text: proto_json(text, contracts),
              "violation": lambda text: proto_json(text, contracts, "ViolationReport"),
              "metrics": lambda text: proto_json(text, contracts, "Metrics"),
              "notices": lambda text: notices(text, contracts), "openmetrics": openmetrics}
    for argument in arguments:
        name, path = argument.split("=", 1)
        before = len(problems)
        try:
            checks[name](open(path, encoding="utf-8").read())
        except Exception as error:  # whatever is not there is a problem of the file
            problems.append(f"{type(error).__name__}: {error}")
        problems[before:] = [f"{path}: {one}" for one in problems[before:]]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


sys.exit(main(sys.argv[1:]))
