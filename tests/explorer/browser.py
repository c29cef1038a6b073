# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A headless Chromium, driven through a pipe as its DevTools protocol says."""
import json
import os
import shutil
import subprocess
import tempfile
import time


def program():
    """A Chromium of this machine, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


class Browser:
    """One page. What it asks of the network and what goes wrong in it is kept."""

    def __init__(self, width=1200, height=1000):
        self.profile = tempfile.TemporaryDirectory(prefix="werkbaar-chromium-", ignore_cleanup_errors=True)
        read_end, self.to = os.pipe()
        self.out, write_end = os.pipe()

        def wire():
            os.dup2(read_end, 1000), os.dup2(write_end, 1001)
            os.dup2(1000, 3), os.dup2(1001, 4)

        self.process = subprocess.Popen(
            [program(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--remote-debugging-pipe", "--no-first-run", f"--user-data-dir={self.profile.name}",
             f"--window-size={width},{height}", "about:blank"],
            preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_end), os.close(write_end)
        self.buffer, self.number, self.session = b"", 0, None
        self.requests, self.faults = [], []
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def read(self):
        while b"\0" not in self.buffer:
            block = os.read(self.out, 1 << 16)
            if not block:
                raise SystemExit("Chromium ended")
            self.buffer += block
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def note(self, message):
        method, of = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(of["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.faults.append(of["exceptionDetails"].get("exception", {}).get("description", str(of)))
        elif method == "Log.entryAdded" and of["entry"]["level"] == "error":
            self.faults.append(of["entry"]["text"])

    def call(self, method, **of):
        self.number += 1
        message = {"id": self.number, "method": method, "params": of}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            got = self.read()
            if got.get("id") == self.number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']}")
                return got["result"]
            self.note(got)

    def value(self, expression):
        """What an expression of JavaScript gives, also when it is a promise."""
        got = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in got:
            raise RuntimeError(f"{expression}: {got['exceptionDetails'].get('exception', {}).get('description')}")
        return got["result"].get("value")

    def open(self, address):
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def wait(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not self.value(condition):
            if time.monotonic() > end:
                raise SystemExit(f"in vain for {seconds} s: {condition}")
            time.sleep(0.05)

    def size(self, width, height=1000):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def press(self, key, code=None):
        of = {"key": key, "code": code or key, "windowsVirtualKeyCode": {"Tab": 9, "ArrowDown": 40, "ArrowRight": 39, "Enter": 13,
                                                                  " ": 32}.get(key, 0)}
        if key == "Enter":
            of["text"] = "\r"
        self.call("Input.dispatchKeyEvent", type="keyDown", **of)
        self.call("Input.dispatchKeyEvent", type="keyUp", **of)

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (SystemExit, OSError):
            pass
        self.process.wait(30)
