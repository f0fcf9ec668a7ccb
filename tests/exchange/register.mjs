// Starts an OpenID provider on loopback, sends it the registration of a file, and prints what it answered.
// node register.mjs FOLDER-OF-NODE-MODULES FILE
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, file] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(join(modules, 'oidc-provider', 'lib', 'index.js')));

// The issuer names the port, which is free only once somebody listens.
let answer;
const server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  features: { registration: { enabled: true }, backchannelLogout: { enabled: true }, devInteractions: { enabled: false } },
  scopes: ['openid', 'offline_access', 'saml_nameid'],
  acrValues: ['urn:gc-ca:cyber-auth:assurance:loa2', 'loa2'],
  subjectTypes: ['public', 'pairwise'],
  pairwiseIdentifier: (ctx, accountId) => accountId,
  sectorIdentifierUriValidate: () => false,
  // Members that the provider itself makes nothing of, but keeps: names in two languages and the rest of the standards.
  extraClientMetadata: {
    properties: [
      ...['client_name', 'logo_uri', 'policy_uri', 'tos_uri'].flatMap((it) => [`${it}#en`, `${it}#fr`]),
      'frontchannel_logout_uri', 'frontchannel_logout_session_required', 'software_id', 'software_version',
    ],
  },
});
answer = provider.callback();

const reply = await fetch(`${issuer}/reg`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: await readFile(file),
});
console.log(JSON.stringify({ status: reply.status, body: await reply.json() }));
server.closeAllConnections();
server.close();
