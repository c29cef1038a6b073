/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Pages that are opened as files may start no worker, and the search of the site is one. There the
 * same script runs in a hidden frame, which takes and gives the same messages. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.title = "search";
      document.body.appendChild(this.frame);
      window.addEventListener("message", (event) => this.receive(event));
      this.load(String(url));
    }

    load(url) {
      const inside = this.frame.contentWindow;
      inside.document.open();
      inside.document.write("<!doctype html><title>search</title><body></body>");
      inside.document.close();
      inside.postMessage = (data) => window.postMessage({ search: data }, "*");
      inside.importScripts = (...urls) =>
        urls.reduce((before, one) => before.then(() => this.script(one)), Promise.resolve());
      this.script(url).then(() => {
        this.ready = true;
        this.waiting.splice(0).forEach((data) => this.postMessage(data));
      });
    }

    script(url) {
      const inside = this.frame.contentWindow;
      return new Promise((loaded, failed) => {
        const script = inside.document.createElement("script");
        script.src = url;
        script.onload = loaded;
        script.onerror = failed;
        inside.document.body.appendChild(script);
      });
    }

    receive(event) {
      if (event.source !== window || !event.data || !("search" in event.data)) return;
      const message = new MessageEvent("message", { data: event.data.search });
      if (this.onmessage) this.onmessage(message);
      this.dispatchEvent(message);
    }

    postMessage(data) {
      if (!this.ready) return void this.waiting.push(data);
      const inside = this.frame.contentWindow;
      inside.dispatchEvent(new inside.MessageEvent("message", { data }));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
