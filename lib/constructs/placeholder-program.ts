/**
 * What runs before the first release: a program short enough to be a command line.
 *
 * It is healthy, so that the service becomes steady; it tells customers to come back; and it says every minute that it is there, in
 * the form of the workload's log, so that silence is not taken for normal. It knows no secret and no database.
 */
export const placeholderProgram = `
const { STAGE: stage, SERVICE: service, PORT: port } = process.env;
const always = { level: 'info', message: 'placeholder', stage, service, release: 'placeholder' };
const say = () => console.log(JSON.stringify({ time: new Date().toISOString(), ...always }));
const answer = (status, headers, body) => (response) => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-changeover-release': 'placeholder', ...headers });
  response.end(JSON.stringify(body));
};
const healthy = answer(200, {}, { status: 'placeholder' });
const unreleased = answer(503, { 'retry-after': '60' }, { code: 'not-released', message: 'the first release is still to come' });
const server = require('node:http').createServer((request, response) => (request.url === '/healthz' ? healthy : unreleased)(response));
server.listen(Number(port), say);
setInterval(say, 60000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`.trim();
