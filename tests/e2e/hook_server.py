"""A webhook's other end: writes its port into FILE, and each request as a line of JSON behind it.

Answers with the status that the path names: /500 fails, /200 takes. /301 points elsewhere.
"""
import http.server
import json
import sys


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        with open(sys.argv[1], "a", encoding="utf-8") as out:
            headers = {name.lower(): value for name, value in self.headers.items()}
            out.write(json.dumps({"path": self.path, "headers": headers, "body": body}) + "\n")
        status = int(self.path.rsplit("/", 1)[1])
        self.send_response(status)
        if status == 301:
            self.send_header("location", "/200")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    out.write(str(server.server_port) + "\n")
server.serve_forever()
