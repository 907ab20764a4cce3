// The YAML language server, as an editor runs it: over stdio, without any setting or network.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import rpc from "vscode-jsonrpc/node.js";

const CURSOR = "▮";

const SETTINGS = {
  validate: true,
  completion: true,
  hover: true,
  schemaStore: { enable: false },
};

const CAPABILITIES = {
  workspace: { configuration: true },
  textDocument: {
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ["markdown"] },
    },
    hover: { contentFormat: ["markdown"] },
  },
};

export class Server {
  #process;
  #connection;
  #reported = new Map();

  static async start() {
    const server = new Server();
    const home = dirname(
      createRequire(import.meta.url).resolve("yaml-language-server/package.json"),
    );
    const program = join(home, "bin", "yaml-language-server");
    server.#process = spawn(process.execPath, [program, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const connection = rpc.createMessageConnection(
      new rpc.StreamMessageReader(server.#process.stdout),
      new rpc.StreamMessageWriter(server.#process.stdin),
    );
    server.#connection = connection;
    connection.onRequest("workspace/configuration", ({ items }) =>
      items.map(({ section }) => (section === "yaml" ? SETTINGS : null)),
    );
    connection.onRequest("client/registerCapability", () => null);
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) =>
      server.#reported.get(uri)?.(diagnostics),
    );
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: CAPABILITIES,
    });
    await connection.sendNotification("initialized", {});
    return server;
  }

  async stop() {
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.dispose();
    this.#process.kill();
  }

  // Opens a text at a URI that is not open yet; what it says is kept by URI in the server.
  async #open(uri, text) {
    const reported = new Promise((resolve) => this.#reported.set(uri, resolve));
    const textDocument = { uri, languageId: "yaml", version: 1, text };
    await this.#connection.sendNotification("textDocument/didOpen", { textDocument });
    return reported;
  }

  // Asks about the place of the cursor in a text.
  async #at(method, uri, marked) {
    const [before, after] = marked.split(CURSOR);
    const lines = before.split("\n");
    const position = { line: lines.length - 1, character: lines.at(-1).length };
    await this.#open(uri, before + after);
    return this.#connection.sendRequest(method, { textDocument: { uri }, position });
  }

  // What is offered and begins as what is written does, a line each.
  async completion(uri, marked) {
    const answer = await this.#at("textDocument/completion", uri, marked);
    const [begun] = marked.split(CURSOR)[0].match(/\w*$/);
    const fitting = answer.items.filter(({ label }) => label.startsWith(begun));
    return fitting.map(({ label, documentation }) => {
      const text = documentation?.value ?? documentation ?? "";
      return `${label}: ${text.split("\n")[0]}`;
    });
  }

  // What is shown, as Markdown without the link to the schema.
  async hover(uri, marked) {
    const answer = await this.#at("textDocument/hover", uri, marked);
    const lines = (answer?.contents.value ?? "nothing").split("\n");
    return lines.filter((line) => line !== "" && !line.startsWith("Source: "));
  }

  // What is wrong, with its line.
  async diagnostics(uri, text) {
    const diagnostics = await this.#open(uri, text);
    return diagnostics.map(({ range, message }) => `${range.start.line + 1}: ${message}`);
  }
}
