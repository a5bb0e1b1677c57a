// A folder over HTTP on loopback, with the strictest policy that the pages promise to live with.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
};

/** Resolves to the server, listening on a free port. */
export function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = normalize(path.endsWith('/') ? `${path}index.html` : path);
    const headers = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' };
    try {
      const bytes = await readFile(join(folder, file));
      response.writeHead(200, { ...headers, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(bytes);
    } catch {
      response.writeHead(404, { ...headers, 'content-type': TYPES['.html'] });
      response.end(await readFile(join(folder, '404.html')).catch(() => ''));
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
