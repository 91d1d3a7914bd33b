/* Search without a server: browsers allow no worker on pages that are opened from the disk. In its place, a hidden frame of
   the same page runs the worker's script, and messages are handed to and fro. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow;
      inside.postMessage = data => {
        const event = new MessageEvent("message", { data });
        this.dispatchEvent(event);
        if (typeof this.onmessage === "function") this.onmessage(event);
      };
      const load = source => new Promise((done, failed) => {
        const script = inside.document.createElement("script");
        script.src = source;
        script.onload = () => done();
        script.onerror = () => failed(new Error(`${source} cannot be loaded`));
        inside.document.head.append(script);
      });
      inside.importScripts = (...sources) => Promise.all(sources.map(load));
      const ready = load(new URL(address, document.baseURI).href);
      this.hand = data => ready.then(() => inside.dispatchEvent(new MessageEvent("message", { data })));
      this.terminate = () => frame.remove();
    }
    postMessage(data) { this.hand(data); }
  };
}
