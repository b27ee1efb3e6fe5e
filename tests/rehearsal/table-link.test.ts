import assert from "node:assert/strict";
import * as net from "node:net";
import { TableLink } from "../../rehearsal/table-link";

const address = "127.83.9.2";
const port = 8000;

/** Connects, says hello, and waits for what comes back: the echo, nothing, or the end. */
function exchange(socket = net.connect(port, address)): Promise<string> {
  return new Promise((resolve) => {
    socket.once("data", (data) => resolve(data.toString()));
    socket.once("close", () => resolve("closed"));
    socket.on("error", () => undefined);
    socket.write("hello");
    setTimeout(resolve, 400, "silence");
  });
}

describe("the way to a table", () => {
  let echo: net.Server;
  let link: TableLink;

  beforeEach(async () => {
    echo = net.createServer((socket) => {
      socket.on("error", () => undefined);
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => echo.listen(0, address, resolve));
    const target = { address, port: (echo.address() as net.AddressInfo).port };
    link = new TableLink(address, port, target);
    await link.start();
  });

  afterEach(() => {
    link.stop();
    echo.close();
  });

  it("passes on what is sent, both ways", async () => {
    assert.equal(await exchange(), "hello");
  });

  it("is silent while it is cut, for open connections and for new ones", async () => {
    const open = net.connect(port, address);
    assert.equal(await exchange(open), "hello");
    link.cut();
    assert.deepEqual(await Promise.all([exchange(open), exchange()]), ["silence", "silence"]);
    open.destroy();
  });

  it("resets what was silent and serves anew once it is mended", async () => {
    link.cut();
    const open = net.connect(port, address);
    assert.equal(await exchange(open), "silence");
    const ended = new Promise((resolve) => open.once("close", resolve));
    link.mend();
    await ended;
    assert.equal(await exchange(), "hello");
  });

  it("leaves nothing open once it is stopped", async () => {
    const open = net.connect(port, address);
    assert.equal(await exchange(open), "hello");
    const ended = new Promise((resolve) => open.once("close", resolve));
    link.stop();
    await ended;
    assert.equal(await exchange(), "closed");
  });
});
