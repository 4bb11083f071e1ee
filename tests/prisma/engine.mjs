// Prisma's schema engine behind a pipe, for the differential tests: one request a line in, one answer a line out.
//
//   {"from": <schema or null for an empty database>, "to": <schema>}     the SQL that leads from one to the other
//   {"database": <name>, "to": <schema>}                                 the SQL that a live database still needs
//
// The answer is {"sql": ...}, or {"error": ...} where Prisma refuses or, after the word "panic", gives up. The one argument
// is the folder of the server's socket.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// The packages are installed under target/, away from this file, where `import` would not find them.
const require = createRequire(`${process.env.REFRACT_PRISMA}/engine.mjs`);
const [socket] = process.argv.slice(2);
const { bindMigrationAwareSqlAdapterFactory } = require('@prisma/driver-adapter-utils');
const { adapterFactory } = await import('./adapter.mjs');
const engine = await instantiate();

async function instantiate() {
  const compiled = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = await import(compiled);
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => giveUp(new Error(`panic: ${message}`)) };
  const module = new WebAssembly.Module(readFileSync(compiled.replace(/\.js$/, '.wasm')));
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

async function connectedTo(database) {
  const factory = adapterFactory(require, { host: socket, user: 'postgres', database });
  const connected = await engine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
  return { connected, close: factory.close };
}

const files = (content) => [{ path: 'schema.prisma', content }];
const schema = (content) => (content === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: files(content) });

async function difference(connected, from, to) {
  const filters = { externalTables: [], externalEnums: [] };
  const { stdout } = await connected.diff({ from, to: schema(to), script: true, exitCode: null, filters });
  return { sql: stdout };
}

// A panic ends what the engine was doing without an answer, and the error surfaces nowhere in particular.
let giveUp;
process.on('uncaughtException', (error) => giveUp(error));

let idle; // comparing two schemas asks no server, but an engine does not start without one
async function answer({ from, to, database }) {
  if (database === undefined) {
    idle ??= (await connectedTo('postgres')).connected;
    return difference(idle, schema(from), to);
  }
  const { connected, close } = await connectedTo(database);
  try {
    return await difference(connected, { tag: 'schemaDatasource', files: files(to), configDir: '/' }, to);
  } finally {
    await close();
  }
}

const withoutColours = (text) => text.replace(/\u001b\[[0-9;]*m/g, '');
for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    const panic = new Promise((_, reject) => (giveUp = reject));
    reply = await Promise.race([answer(JSON.parse(line)), panic]);
  } catch (error) {
    reply = { error: withoutColours(String(error.message ?? error)) };
    if (reply.error.startsWith('panic')) idle = undefined; // it answers nothing more
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
process.exit();
