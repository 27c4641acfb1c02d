import { request } from 'node:https';
import { connect } from 'node:tls';
import { text } from 'node:stream/consumers';
import { dice } from '../../../lib/core/chance';
import { certificateAuthority, type Authority } from '../../../lib/region/certificates/authority';
import { answerHost, openAnswerDoor, type AnswerDoor } from '../../../lib/region/endpoint/answer-door';
import { answerBox, type AnswerBox } from '../../../lib/region/endpoint/answers';
import { identifiers } from '../../../lib/region/identifiers';

let authority: Authority;
let box: AnswerBox;
let door: AnswerDoor;

beforeAll(async () => {
  authority = await certificateAuthority();
  box = answerBox(identifiers(dice(1)), (region) => `https://${answerHost(region)}`);
  door = await openAnswerDoor(box, (names) => authority.issue(names));
});
afterAll(() => door[Symbol.asyncDispose]());

/** As a function does, which knows the name only; the port is that of this machine. */
function put(url: string, body: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const { hostname, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ method: 'PUT', host: '127.0.0.1', port: door.port, servername: hostname, path: `${pathname}${search}`, ca: authority.root, headers: { host: hostname } }, (response) => {
      void text(response).then((answer) => resolve({ status: response.statusCode, body: answer }));
    }).on('error', reject).end(body);
  });
}

test('the address is one of S3 in the region, without a port', () => {
  const { url } = box.open('eu-west-1');
  expect(new URL(url)).toMatchObject({ protocol: 'https:', port: '', hostname: 'cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com' });
});

test('an answer arrives, over TLS with a certificate for the name', async () => {
  const address = box.open('ap-northeast-2');
  expect(await put(address.url, '{"Status":"SUCCESS"}')).toEqual({ status: 200, body: '' });
  expect(await address.body).toBe('{"Status":"SUCCESS"}');
});

test('an address that was not given out is refused as S3 does', async () => {
  expect(await put('https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/custom-resource-answer/made-up', '')).toMatchObject({ status: 403, body: expect.stringContaining('SignatureDoesNotMatch') as string });
});

test('whoever breaks off does not hurt it', async () => {
  await new Promise<void>((done) => {
    const socket = connect({ port: door.port, host: '127.0.0.1', servername: 'any.s3.eu-west-1.amazonaws.com', ca: authority.root }, () => {
      socket.write('PUT / HTTP/1.1\r\nhost: any\r\ncontent-length: 10\r\n\r\nhalf');
      socket.destroy();
      done();
    });
  });
  const address = box.open('eu-west-1');
  expect((await put(address.url, 'whole')).status).toBe(200);
});
