// The connection that Prisma's engine asks for. Prisma's own adapter does not know every type of the system catalogs.

// https://www.postgresql.org/docs/current/catalog-pg-type.html
const TYPES = {
  16: ['Boolean', (text) => text === 't'],
  18: ['Character', String],
  20: ['Int64', String],
  21: ['Int32', Number],
  23: ['Int32', Number],
  26: ['Int64', String],
  1000: ['BooleanArray', list((text) => text === 't')],
  1002: ['CharacterArray', list(String)],
  1003: ['TextArray', list(String)],
  1005: ['Int32Array', list(Number)],
  1007: ['Int32Array', list(Number)],
  1009: ['TextArray', list(String)],
  1016: ['Int64Array', list(String)],
};
const OTHER = ['Text', String];

function list(element) {
  return (text, parse) => parse(text, (item) => (item === null ? null : element(item)));
}

export function adapterFactory(require, connection) {
  const { Client } = require('pg');
  const { parse } = require('postgres-array');
  const { ColumnTypeEnum } = require('@prisma/driver-adapter-utils');
  const provider = { provider: 'postgres', adapterName: 'refract-tests' };

  const clients = [];
  const close = () => Promise.all(clients.map((client) => client.end())); // the engine itself leaves them open

  async function connect() {
    const client = new Client({ ...connection, types: { getTypeParser: () => (text) => text } });
    clients.push(client);
    await client.connect();
    return {
      ...provider,
      async queryRaw({ sql, args }) {
        const { fields, rows } = await client.query({ text: sql, values: args, rowMode: 'array' });
        const types = fields.map(({ dataTypeID }) => TYPES[dataTypeID] ?? OTHER);
        const value = (text, column) => (text === null ? null : types[column][1](text, parse));
        return {
          columnNames: fields.map(({ name }) => name),
          columnTypes: types.map(([name]) => ColumnTypeEnum[name]),
          rows: rows.map((row) => row.map(value)),
        };
      },
      executeRaw: async ({ sql, args }) => (await client.query(sql, args)).rowCount ?? 0,
      executeScript: async (script) => void (await client.query(script)),
      startTransaction: () => Promise.reject(new Error('comparing needs no transaction')),
      getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
      dispose: () => client.end(),
    };
  }
  return { ...provider, connect, connectToShadowDb: connect, close };
}
